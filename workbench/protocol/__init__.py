"""What the window and the engine say to each other: frames and messages."""
