"""Graph to pure functions: init, apply, step."""
