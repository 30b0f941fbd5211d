"""The built-in modules, one file a family."""
