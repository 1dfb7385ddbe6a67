"""The run process: loop, controls, checkpoints."""
