"""The layers as a list that a screen reader can read."""
