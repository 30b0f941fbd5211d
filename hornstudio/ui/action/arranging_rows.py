"""Actions that select along wires, move and arrange modules."""

from hornstudio.ui.action.row import Menu, Row
from hornstudio.ui.words.translate import tr

NEEDS = {
    **{"arrange": 0, "arrange_down": 0, "arrange_rows": 0},
    **{"select_upstream": 1, "select_downstream": 1, "select_alike": 1},
    **dict.fromkeys(("align_left", "align_center", "align_right"), 2),
    **dict.fromkeys(("align_top", "align_middle", "align_bottom"), 2),
    **{"distribute_across": 3, "distribute_down": 3},
    **{"frame": 0, "note": 0, "frame_out": 0, "frame_in": 0},
    **{"node_note": 1, "collapsed": 1},
    **{"next_wire": 0, "reroute": 0, "next_reroute": 0, "straighten": 0},
}
"""How many modules must be selected for an action to mean something."""
LINING_UP = (
    *("align_left", "align_center", "align_right", None),
    *("align_top", "align_middle", "align_bottom", None),
    *("distribute_across", "distribute_down"),
)
"""In the order of menus; None for a line."""


def arranging_rows() -> tuple[Row, ...]:
    """The rows, in the window's language."""
    return (
        *(*_select_rows(), *_layout_rows(), *align_rows()),
        *(*_frame_rows(), *_reroute_rows(), _guides_row()),
    )


def _reroute_rows() -> tuple[Row, ...]:
    return (
        _row(
            "next_wire",
            tr("Select the next &wire"),
            tr("Select the next wire of the selected modules, or of the network"),
            "Shift+W",
        ),
        _row(
            "reroute",
            tr("&Reroute point"),
            tr("Put a point into the wire under the pointer, or into the selected wires"),
            "R",
        ),
        _row(
            "next_reroute",
            tr("Select the ne&xt reroute point"),
            tr("Select the next point through which a wire is led"),
            "Shift+R",
        ),
        _row(
            "straighten",
            tr("Strai&ghten wires"),
            tr("Take the reroute points from the selected wires, or from all"),
            "Ctrl+Shift+R",
        ),
    )


def _frame_rows() -> tuple[Row, ...]:
    return (
        _row(
            "frame",
            tr("Comme&nt frame"),
            tr("Put a frame with a title around the selected modules, or an empty one"),
            "Shift+C",
            "frame",
            tr("Frame"),
        ),
        _row("note", tr("Free n&ote"), tr("Put a text on the canvas"), "N"),
        _row(
            "frame_out",
            tr("Select the &frame around"),
            tr("Select the frame around the selected modules, or the next frame"),
            "Ctrl+Shift+Up",
        ),
        _row(
            "frame_in",
            tr("Select what it &holds"),
            tr("Select the modules in the selected frame"),
            "Ctrl+Shift+Down",
        ),
        _row(
            "node_note",
            tr("Note of the &module"),
            tr("Write a note that belongs to the selected module"),
            "Shift+N",
        ),
        _row(
            "collapsed",
            tr("Fol&d to the title bar"),
            tr("Fold the selected modules to their title bars, or unfold them"),
            "C",
        ),
    )


def _guides_row() -> Row:
    return Row(
        "guides",
        tr("Snap to nei&ghbours"),
        tr("Snap what is dragged to the edges and wires of its neighbours; Ctrl does not"),
        "snap",
        ("Shift+S",),
        on_canvas=True,
        checkable=True,
    )


def _row(name: str, text: str, tip: str, key: str, icon: str = "", short: str = "") -> Row:
    return Row(name, text, tip, icon, (key,) if key else (), on_canvas=True, short=short)


def _select_rows() -> tuple[Row, ...]:
    return (
        _row(
            "select_upstream",
            tr("Select upstrea&m"),
            tr("Select all modules from which data comes to the selected ones"),
            "Ctrl+Shift+Left",
        ),
        _row(
            "select_downstream",
            tr("Select dow&nstream"),
            tr("Select all modules to which data goes from the selected ones"),
            "Ctrl+Shift+Right",
        ),
        _row(
            "select_alike",
            tr("Select all of this &kind"),
            tr("Select all modules of the kinds that are selected"),
            "Ctrl+Shift+A",
        ),
    )


def _layout_rows() -> tuple[Row, ...]:
    return (
        _row(
            "arrange",
            tr("From &left to right"),
            tr("Arrange the selected modules, or all of them, from left to right"),
            "L",
            "arrange",
            tr("Arrange"),
        ),
        _row(
            "arrange_down",
            tr("From &top to bottom"),
            tr("Arrange the selected modules, or all of them, from top to bottom"),
            "Shift+L",
        ),
        _row(
            "arrange_rows",
            tr("In r&ows"),
            tr("Arrange from left to right, broken into rows one below the other"),
            "Ctrl+Shift+L",
        ),
    )


def align_rows() -> tuple[Row, ...]:
    """Lining up and spreading."""
    return (
        _row("align_left", tr("Left &edges"), tr("Line up left edges"), "Alt+Shift+Left"),
        _row("align_center", tr("&Centres"), tr("Line up centres below one another"), "Alt+C"),
        _row("align_right", tr("&Right edges"), tr("Line up right edges"), "Alt+Shift+Right"),
        _row("align_top", tr("To&p edges"), tr("Line up top edges"), "Alt+Shift+Up"),
        _row("align_middle", tr("&Middles"), tr("Line up middles beside one another"), "Alt+M"),
        _row("align_bottom", tr("&Bottom edges"), tr("Line up bottom edges"), "Alt+Shift+Down"),
        _row(
            "distribute_across",
            tr("Even gaps &across"),
            tr("Spread the selected modules evenly from left to right"),
            "Alt+D",
        ),
        _row(
            "distribute_down",
            tr("Even gaps &down"),
            tr("Spread the selected modules evenly from top to bottom"),
            "Alt+Shift+D",
        ),
    )


def frame_menu() -> Menu:
    """Frames and notes."""
    frames = ("frame", "note", None, "frame_out", "frame_in")
    return Menu(tr("Fra&mes and notes"), (*frames, None, "node_note", "collapsed"))


def reroute_menu() -> Menu:
    """Points that wires are led through."""
    return Menu(tr("Reroute poi&nts"), ("reroute", "next_reroute", "straighten"))


def arranging_menu() -> Menu:
    """Layout, lining up and spreading."""
    return Menu(
        tr("&Arrange"),
        ("arrange", "arrange_down", "arrange_rows", None, *LINING_UP),
    )
