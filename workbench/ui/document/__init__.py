"""The open project, its undo stack and what the engine says of it."""
