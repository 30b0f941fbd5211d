"""What a hand does on the canvas: one object from press to release, which Esc can call off."""
