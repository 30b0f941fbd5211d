"""What charts reckon with: NumPy alone, no Qt."""
