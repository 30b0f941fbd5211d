"""Attention, its scores and weights made a few queries at a time, and its gradients."""
