"""Questions that stop for an answer."""
