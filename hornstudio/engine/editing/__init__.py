"""Graphs changed: pure edits, the order of nodes, and what stands around them."""
