"""What the explorers ask: Keras' own activations, losses, initializers and optimizers in small."""
