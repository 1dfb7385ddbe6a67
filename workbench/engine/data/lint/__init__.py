"""The linter of the data: one file for each family of findings."""
