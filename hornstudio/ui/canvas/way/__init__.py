"""Ways of wires: around what is in between, beside each other."""
