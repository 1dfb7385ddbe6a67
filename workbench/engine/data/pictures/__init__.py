"""Images from files: listing, decoding, keeping or reading them again."""
