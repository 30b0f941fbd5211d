"""Products of matrices: what a dense layer makes, and the gradients of what it sees and learns."""
