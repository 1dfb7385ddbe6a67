"""Explorers: small live pictures of what activations, losses, rates, draws, optimizers and neurons do."""
