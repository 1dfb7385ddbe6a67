"""What the user designs: frozen values, edits and the file format."""
