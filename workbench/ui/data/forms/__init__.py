"""Forms for plain values: fields are declared, and draw themselves."""
