"""Layers that change pictures at random while training, so that a model sees more of them."""
