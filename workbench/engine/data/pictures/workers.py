"""How many threads decode: Pillow lets go of Python's lock while it does."""

import os

WORKERS = os.cpu_count() or 1
