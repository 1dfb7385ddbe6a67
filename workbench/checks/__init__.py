"""Advice on a project that needs no Keras."""
