"""What a run leaves on disk: its folder, checkpoints, and weights to look back at."""
