"""What goes wrong in a run: found, named, and told with what may help."""
