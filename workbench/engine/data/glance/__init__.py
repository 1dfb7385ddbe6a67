"""A glance at what lies at a path: what it is, and which source is proposed for it."""
