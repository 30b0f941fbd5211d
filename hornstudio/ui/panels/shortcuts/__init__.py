"""Keys of actions: which they are, giving them others, and the list of all of them."""
