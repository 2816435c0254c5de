"""Several maps or probabilities of one place become one."""
