"""Recurrent layers: all steps of a sequence, and their way back."""
