"""What floats over the canvas: the search, the bubble, the zoom box, the field for titles."""
