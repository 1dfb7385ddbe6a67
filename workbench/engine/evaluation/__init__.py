"""Judging a trained model on a split."""
