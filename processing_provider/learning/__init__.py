"""Algorithms of the group Learning."""
