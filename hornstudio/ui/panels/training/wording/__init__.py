"""Figures, metrics, results and troubles in words."""
