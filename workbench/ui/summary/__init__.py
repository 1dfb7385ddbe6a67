"""The summary of the network: its layers as a table with totals, like Keras' own."""
