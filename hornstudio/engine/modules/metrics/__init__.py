"""Metrics: numbers for people, made of sums over all batches."""
