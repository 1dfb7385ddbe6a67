"""A project as a Keras script."""
