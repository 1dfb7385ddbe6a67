"""Graphs as Keras models: introspection, building, analysis."""
