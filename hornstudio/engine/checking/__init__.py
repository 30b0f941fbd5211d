"""What is looked at in a graph as a whole, and how it is reported."""
