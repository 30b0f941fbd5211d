"""Memory of a run: what the heap keeps, what is free, what is taken and held, and copies."""
