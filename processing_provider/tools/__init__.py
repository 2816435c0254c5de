"""Algorithms of the group Tools."""
