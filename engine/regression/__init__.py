"""Quantities instead of classes: learnt, mapped and validated along the same path."""
