"""What a run's layers did over time: histograms, dead units, saturation, gradients, updates."""
