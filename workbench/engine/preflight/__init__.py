"""What is known in seconds before a training begins; nothing of the project or its runs is changed."""
