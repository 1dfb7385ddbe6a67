"""The Results and Compare modes."""
