"""A graph as Keras: objects, the model's shape, and the script around them."""
