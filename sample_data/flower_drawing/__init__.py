"""Draws the five flowers of ``sample_data/flowers`` with Pillow and NumPy."""
