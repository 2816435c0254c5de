"""Superpixels, and what they tell of a pixel's surroundings."""
