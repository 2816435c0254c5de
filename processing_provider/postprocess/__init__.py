"""Algorithms of the group Post-processing."""
