"""Forms generated from the catalog."""
