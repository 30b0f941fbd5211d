"""A graph as idiomatic Flax NNX."""
