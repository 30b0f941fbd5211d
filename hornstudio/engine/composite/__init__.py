"""Composite modules: graphs that are used as modules, declared, unfolded, grouped and edited."""
