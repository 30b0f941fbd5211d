"""The computing process: its states and signals, its end in words, and whether it answers."""
