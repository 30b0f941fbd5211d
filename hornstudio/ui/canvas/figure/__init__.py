"""The graph as a figure for a paper, a slide or a wall: PNG, SVG, PDF, TikZ, or on a printer.

drawing     all nodes and wires on an empty ground, in the light colours, without shadows
formats     bytes of each kind of file
tikz        the same as LaTeX
"""

from hornstudio.ui.canvas.figure.drawing import Drawing
from hornstudio.ui.canvas.figure.formats import FORMATS, figure_bytes

__all__ = ["FORMATS", "Drawing", "figure_bytes"]
