"""Notes on the canvas: shown, chosen, written, moved."""
