"""What Keras offers, as data: kinds and their parameters."""
