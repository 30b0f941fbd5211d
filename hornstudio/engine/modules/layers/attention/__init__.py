"""Layers that let each step of a sequence look at others: weights in `score`, a family a file."""
