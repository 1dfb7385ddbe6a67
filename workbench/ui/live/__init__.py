"""Live curves and confusion matrix."""
