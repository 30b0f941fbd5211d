"""What the pointer shows where it is: what lies under it, the way that data takes there, tips."""
