"""Adding a layer by typing a few words."""
