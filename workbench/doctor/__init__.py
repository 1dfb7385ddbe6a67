"""What a run's figures say of its training: rules with evidence, reasons and ways out. No Keras, no Qt."""
