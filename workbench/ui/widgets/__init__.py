"""Small widgets shared by the rooms of the window."""
