"""Optimizers: how a step changes the weights. Each builds an `optax.GradientTransformation`."""
