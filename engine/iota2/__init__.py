"""Reads the configurations of iota2, and says what each key becomes."""
