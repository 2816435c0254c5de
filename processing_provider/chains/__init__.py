"""Algorithms of the group Chains."""
