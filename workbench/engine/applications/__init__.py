"""The networks of keras.applications: listed, drawn as blocks, and given their weights."""
