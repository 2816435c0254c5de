"""Algorithms of the group Mapping."""
