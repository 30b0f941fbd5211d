"""What can be done on the canvas: adding, wiring, naming, copying, and the ways to ask for it."""
