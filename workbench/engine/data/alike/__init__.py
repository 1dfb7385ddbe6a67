"""Which examples are equal, and which images look the same."""
