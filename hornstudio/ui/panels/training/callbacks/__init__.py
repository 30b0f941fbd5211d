"""The callbacks of the training: a list that is added to, taken from, put in order and set."""
