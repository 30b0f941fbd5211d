"""Losses: how wrong a prediction is, as one number for the batch."""
