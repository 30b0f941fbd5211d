"""The graph as a figure for a paper, a slide or a wall: PNG, SVG, PDF, TikZ, or on a printer.

turn        work in turns so short that the window goes on
drawing     all nodes and wires on an empty ground, in the light colours, without shadows
formats     bytes of each kind of file
png         how those of a picture are packed
tikz        the same as LaTeX
page        the same on paper
work        what is made while the window goes on: a file, a page
"""

from hornstudio.ui.canvas.figure.drawing import Drawing, drawing_of
from hornstudio.ui.canvas.figure.formats import FORMATS, figure_bytes
from hornstudio.ui.canvas.figure.work import FigureWork, PageWork, Work

__all__ = ["FORMATS", "Drawing", "FigureWork", "PageWork", "Work", "drawing_of", "figure_bytes"]
