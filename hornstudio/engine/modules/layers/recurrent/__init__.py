"""Layers that go through a sequence step by step: the loop in `loop`, a cell a file."""
