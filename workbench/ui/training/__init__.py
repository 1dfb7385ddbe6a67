"""The Training mode and the run bar."""
