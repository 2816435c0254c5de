"""What can be known to be wrong, or worth knowing, before anything is computed."""
