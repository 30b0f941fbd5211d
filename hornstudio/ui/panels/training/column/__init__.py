"""The left side of the panel: progress, settings, buttons."""
