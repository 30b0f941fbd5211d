"""Keras reads its backend once, when it is imported."""

import os

os.environ["KERAS_BACKEND"] = "jax"
