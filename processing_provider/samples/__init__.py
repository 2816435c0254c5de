"""Algorithms of the group Samples."""
