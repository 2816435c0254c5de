"""Shifts of images against a reference: measured on many windows, kept in the catalogue, applied on reading."""
