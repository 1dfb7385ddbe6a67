"""Augmentation: Keras' layers on training images, seen while they are set."""
