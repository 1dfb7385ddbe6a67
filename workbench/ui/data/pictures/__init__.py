"""Pictures of the data, drawn by the window from what the engine sent."""
