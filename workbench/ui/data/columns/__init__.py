"""The columns of a table: what each holds, what it is for, and how it is prepared."""
