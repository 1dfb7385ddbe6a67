"""Taking a trained model away, and proving that the file works."""
