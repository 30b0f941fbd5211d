"""Names of what is dragged between panels, who know nothing else of each other."""

KIND = "application/x-hornstudio-kind"
"""A kind of module from the palette, as UTF-8 text."""
