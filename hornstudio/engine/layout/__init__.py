"""A readable place for every node: columns along the data, few crossings, level wires, no overlaps.

After Sugiyama, Tagawa and Toda, 1981: columns by the longest path (`column`), places for wires that
pass a column (`spot`), an order within each column that crosses least (`crossing`), and heights
that keep wires level (`block`). `arrange` puts the parts of a graph together.
"""

from hornstudio.engine.layout.arrange import Direction, arrange
from hornstudio.engine.layout.column import column_numbers
from hornstudio.engine.layout.group import Framed, arrange_framed
from hornstudio.engine.layout.size import USUAL, Levels, Size, levels, sizes
from hornstudio.engine.layout.spot import GRID, Point

__all__ = [
    "GRID",
    "USUAL",
    "Direction",
    "Framed",
    "Levels",
    "Point",
    "Size",
    "arrange",
    "arrange_framed",
    "column_numbers",
    "levels",
    "sizes",
]
