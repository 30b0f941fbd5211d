"""What is drawn over nodes: rings, flashes, colours by cost, what a run looks like inside."""
