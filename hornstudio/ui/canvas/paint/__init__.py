"""What the canvas looks like: facts of the graph -> looks (plain values) -> strokes of a painter."""
