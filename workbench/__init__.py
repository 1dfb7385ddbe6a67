"""Keras Workbench: draw a Keras network, train it in the background, watch it learn, take it away."""

__version__ = "0.1.0"
