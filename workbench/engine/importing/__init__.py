"""Models of others as projects: a ``.keras`` file is read as data, checked, and never run."""
