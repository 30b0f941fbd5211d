"""The canvas: the graph as a picture that can be wired by hand.

    Document -> paint.reading -> looks -> scene (items) -> view -> pixels
    mouse -> view -> gesture --\\
    keys  -> view -> edit ------> edits of the engine -> Document

canvas      the widget, and what other parts may ask of it
sheet       pan and zoom, and painting quickly;  pane: what painters know of it
view        hover, keys, drops; hands the mouse to a gesture
scene/      items of nodes and wires, kept level with the document
way/        where wires run: around nodes, beside each other
highlight/  rings, flashes, colours by cost, and what a run looks like inside, over the nodes
gesture/    one object from press to release: move, marquee, pan, wire
layer/      frames behind the nodes and points on the wires, as items of the scene
frame/      comment frames and notes: edits, gestures, menu;  reroute/: the same of points
edit/       adding, wiring, naming, copying; keys and the context menu
overlay/    what floats over it: search, bubble, zoom box, map, field for titles
figure/     the graph as a file for a paper, and printed
paint/      looks (plain values) and how they are drawn
"""

from hornstudio.ui.canvas.canvas import Canvas
from hornstudio.ui.canvas.thumbnail import paint_graph, render_graph

__all__ = ["Canvas", "paint_graph", "render_graph"]
