"""Convolutions of pictures, and the gradients of their weights."""
