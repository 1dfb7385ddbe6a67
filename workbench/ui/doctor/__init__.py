"""What the doctor says of a run, as cards beside its curves."""
