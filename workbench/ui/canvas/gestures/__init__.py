"""What the pointer does on the canvas, one file each: start, move, then finish or cancel."""
