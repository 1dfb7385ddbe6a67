"""The graph as drawn."""
