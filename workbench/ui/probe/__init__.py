"""Sending one example through the network, to see on the canvas what every layer makes of it."""
