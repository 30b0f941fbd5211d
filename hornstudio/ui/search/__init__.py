"""Type, choose with the arrows, Enter: what every search of the window is made of."""
