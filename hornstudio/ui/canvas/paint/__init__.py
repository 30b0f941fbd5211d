"""What the canvas looks like: facts of the graph -> looks (plain values) -> a painter's strokes."""
