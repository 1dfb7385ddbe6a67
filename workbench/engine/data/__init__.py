"""Data sets: reading, facts, splitting."""
