"""The graph as a figure for a paper, a slide or a wall: PNG, SVG, PDF, TikZ, or on a printer.

drawing     all nodes and wires on an empty ground, in the light colours, without shadows
formats     bytes of each kind of file
png         how those of a picture are packed
tikz        the same as LaTeX
work        a file that is made while the window goes on
"""

from hornstudio.ui.canvas.figure.drawing import Drawing
from hornstudio.ui.canvas.figure.formats import FORMATS, figure_bytes
from hornstudio.ui.canvas.figure.work import FigureWork

__all__ = ["FORMATS", "Drawing", "FigureWork", "figure_bytes"]
