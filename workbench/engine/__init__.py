"""The child processes: the only package that imports Keras, TensorFlow, pandas and scikit-learn."""
