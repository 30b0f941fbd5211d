"""Modules that transform tensors."""
