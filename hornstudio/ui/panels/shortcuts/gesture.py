"""What mouse and keys do on the canvas itself; these keys are fixed."""

from dataclasses import dataclass

from hornstudio.ui.words.translate import tr


@dataclass(frozen=True)
class Gesture:
    """words: what it does. how: mouse and keys, in words. keys: those that are taken by it."""

    words: str
    how: str
    keys: tuple[str, ...] = ()


def gestures() -> tuple[Gesture, ...]:
    """All of them, in the window's language."""
    return (*_adding(), *_wiring(), *_selecting(), *_viewing())


def _adding() -> tuple[Gesture, ...]:
    return (
        Gesture(tr("Add a module here"), tr("Tab, Space, or double-click"), ("Tab", "Space")),
        Gesture(tr("Add a module to a port"), tr("Let its wire go over an empty place")),
        Gesture(tr("Put a module into a wire"), tr("Drop it there, or double-click the wire")),
        Gesture(tr("Take modules out of their wires"), tr("Alt while dragging, or its menu")),
        Gesture(tr("Type over a title"), tr("Double-click it")),
        Gesture(
            tr("Set a value on the module"),
            tr("Enter, or double-click it; Tab goes to the next"),
            ("Return", "Enter"),
        ),
        Gesture(
            tr("See all that can be done with a thing"),
            tr("Right click, the Menu key, or Shift+F10"),
        ),
        Gesture(tr("Open a file"), tr("Drop it on the window")),
        Gesture(tr("Add the modules of a text"), tr("Drop it on the canvas, or paste it")),
    )


def _wiring() -> tuple[Gesture, ...]:
    return (
        Gesture(tr("Draw a wire"), tr("Drag from port to port, or onto a module")),
        Gesture(tr("Draw several wires from one port"), tr("Ctrl while letting go")),
        Gesture(tr("Plug a wire in elsewhere"), tr("Drag it near its end")),
        Gesture(
            tr("Lead a wire through a point"),
            tr("Drag the wire at its middle, or Alt and click"),
        ),
        Gesture(tr("Cut wires"), tr("Ctrl and drag with the right button")),
        Gesture(tr("See the whole way of the data"), tr("Rest on a module or a wire")),
        Gesture(tr("Call off what the mouse is doing"), tr("Esc, or the right button"), ("Esc",)),
    )


def _selecting() -> tuple[Gesture, ...]:
    arrows = ("Left", "Right", "Up", "Down")
    return (
        Gesture(tr("Select several"), tr("Drag over them, or Shift and click")),
        Gesture(tr("Select several by keys"), tr("In the outline, Shift or Ctrl and arrow keys")),
        Gesture(tr("Select nothing"), tr("Esc"), ("Esc",)),
        Gesture(tr("Move what is selected"), tr("Drag it, or arrow keys"), arrows),
        Gesture(
            tr("Move what is selected further"),
            tr("Shift and arrow keys"),
            tuple(f"Shift+{key}" for key in arrows),
        ),
        Gesture(
            tr("Make a frame larger or smaller"),
            tr("Drag its edge, or Ctrl, Alt and arrow keys"),
            tuple(f"Ctrl+Alt+{key}" for key in arrows),
        ),
        Gesture(
            tr("Go to the next module along a wire, or beside it; from a wire, to its ends"),
            tr("Ctrl and arrow keys"),
            tuple(f"Ctrl+{key}" for key in arrows),
        ),
    )


def _viewing() -> tuple[Gesture, ...]:
    return (
        Gesture(tr("Move the view"), tr("Space and drag, or the middle button")),
        Gesture(tr("Move the view sideways"), tr("Shift and the wheel")),
        Gesture(tr("Zoom"), tr("The wheel, or + and -"), ("+", "=", "-")),
        Gesture(tr("Show everything at its own size"), tr("0"), ("0",)),
        Gesture(tr("Go to a place on the map"), tr("Click or drag there")),
        Gesture(
            tr("Go along the curves of a chart"),
            tr("Tab to it; arrow keys, Page Up, Page Down, Home, End"),
        ),
    )
