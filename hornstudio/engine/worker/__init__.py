"""The process that computes: messages in, events out."""
