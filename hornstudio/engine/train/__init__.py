"""A run as a stream of plain events, and its checkpoints."""
