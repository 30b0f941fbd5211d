"""The table of everything that a menu, a button of the tool bar or a shortcut can do.

A row says how an action looks and which keys it has at first; `action_set` makes actions of the
rows, and the main window says what they do.
"""

from hornstudio.ui.action.arranging_rows import arranging_rows
from hornstudio.ui.action.color_rows import color_rows
from hornstudio.ui.action.language_rows import language_rows
from hornstudio.ui.action.page_rows import page_rows
from hornstudio.ui.action.row import Key, Role, Row
from hornstudio.ui.words.translate import tr


def rows() -> tuple[Row, ...]:
    """The whole table, in the window's language."""
    return (
        *_file_rows(),
        *_edit_rows(),
        *_view_rows(),
        *heat_rows(),
        *_window_rows(),
        *page_rows(),
        *language_rows(),
        *_graph_rows(),
        *arranging_rows(),
        *color_rows(),
        *_train_rows(),
    )


def _file_rows() -> tuple[Row, ...]:
    return (
        Row("new", tr("&New"), tr("Begin an empty network"), "new", (Key.New, "Ctrl+T")),
        Row("open", tr("&Open…"), tr("Open a .horn file"), "open", (Key.Open,)),
        Row(
            "import",
            tr("Import from &Keras…"),
            tr("Make a network of a model's file: .keras, .h5 or .json"),
            keys=("Ctrl+Shift+O",),
        ),
        Row(
            "new_module",
            tr("Write a &module of your own…"),
            tr("Begin a Python file for a layer, loss or data, which is read whenever you save it"),
        ),
        Row("clear_recent", tr("&Clear the list"), tr("Forget which files were opened")),
        Row("close_tab", tr("&Close"), tr("Close the network in front"), keys=("Ctrl+W",)),
        Row("save", tr("&Save"), tr("Write the network to its file"), "save", (Key.Save,)),
        Row("save_as", tr("Save &as…"), tr("Write to another file"), keys=("Ctrl+Shift+S",)),
        Row(
            "export",
            tr("&Export Python…"),
            tr("Take the network home as one readable Python file"),
            "export",
            ("Ctrl+E",),
            short=tr("Export"),
        ),
        Row(
            "picture",
            tr("Save p&icture…"),
            tr("Draw the network into a file: PNG, SVG, PDF, or TikZ for LaTeX"),
            "image",
            ("Ctrl+Shift+E",),
        ),
        Row("print", tr("&Print…"), tr("Draw the network on paper"), keys=(Key.Print,)),
        Row("quit", tr("&Quit"), tr("Close HornStudio"), keys=("Ctrl+Q",), role=Role.QuitRole),
    )


def _edit_rows() -> tuple[Row, ...]:
    return (
        Row("cut", tr("Cu&t"), tr("Cut what is selected"), keys=(Key.Cut,), on_canvas=True),
        Row("copy", tr("&Copy"), tr("Copy what is selected"), keys=(Key.Copy,), on_canvas=True),
        Row("paste", tr("&Paste"), tr("Paste what was copied"), keys=(Key.Paste,), on_canvas=True),
        Row(
            "duplicate",
            tr("Dup&licate"),
            tr("Put a copy of the selected modules beside them"),
            keys=("Ctrl+D",),
            on_canvas=True,
        ),
        Row(
            "paste_wired",
            tr("Paste with &inputs"),
            tr("Paste what was copied, wired to what came into it"),
            keys=("Ctrl+Shift+V",),
            on_canvas=True,
        ),
        Row(
            "duplicate_wired",
            tr("Duplicate with input&s"),
            tr("Put a copy of the selected modules beside them, wired to what comes into these"),
            keys=("Ctrl+Shift+D",),
            on_canvas=True,
        ),
        Row(
            "delete",
            tr("&Delete"),
            tr("Delete what is selected"),
            "trash",
            ("Del", "Backspace"),
            on_canvas=True,
        ),
        Row(
            "select_all",
            tr("Select &all"),
            tr("Select every module"),
            keys=(Key.SelectAll,),
            on_canvas=True,
        ),
        Row(
            "find",
            tr("&Find…"),
            tr("Find modules by name, kind, title, value or problem"),
            "search",
            (Key.Find,),
        ),
        Row(
            "history",
            tr("&History"),
            tr("Show the steps that can be taken back, and go to one of them"),
            "history",
            ("Ctrl+Shift+J",),
        ),
        Row(
            "runs",
            tr("&Runs"),
            tr("Show all that was trained: to find, compare and restore"),
            "runs",
            ("Ctrl+Shift+T",),
        ),
    )


def _view_rows() -> tuple[Row, ...]:
    return (
        Row("build", tr("&Build"), tr("Show the network"), "cat-core", ("Ctrl+1",), group="centre"),
        Row(
            "code",
            tr("&Code"),
            tr("Show the network as Python"),
            "code",
            ("Ctrl+2",),
            group="centre",
        ),
        Row("zoom_in", tr("Zoom &in"), tr("Show less, larger"), "zoom-in", (Key.ZoomIn, "Ctrl+=")),
        Row("zoom_out", tr("Zoom &out"), tr("Show more, smaller"), "zoom-out", (Key.ZoomOut,)),
        Row("zoom_reset", tr("&100 %"), tr("Show everything at its own size"), keys=("Ctrl+0",)),
        Row(
            "shapes",
            tr("S&hapes on wires"),
            tr("Show on every wire which shape flows, or only on those that are looked at"),
            keys=("Ctrl+Shift+H",),
            checkable=True,
        ),
        Row(
            "fit",
            tr("&Fit"),
            tr("Show the whole network, or what is selected"),
            "fit",
            ("F",),
            on_canvas=True,
        ),
    )


def heat_rows() -> tuple[Row, ...]:
    """What colours on the canvas may say."""
    plain = tr("Colour modules by what they are")
    cost = tr("Colour modules by what they cost, with the share of each")
    took = tr("Measure how long each layer takes, and colour modules by it")
    live = tr("Show gradients on wires and activations at modules while training goes on")
    return (
        Row("heat_nothing", tr("&Category"), plain, keys=("Alt+1",), group="heat"),
        Row("heat_weights", tr("&Weights"), cost, keys=("Alt+2",), group="heat"),
        Row("heat_flops", tr("&FLOPs"), cost, keys=("Alt+3",), group="heat"),
        Row("heat_memory", tr("&Memory"), cost, keys=("Alt+4",), group="heat"),
        Row("heat_time", tr("Measured &time"), took, keys=("Alt+5",), group="heat"),
        Row("heat_gradients", tr("Live &gradients"), live, keys=("Alt+6",), group="heat"),
    )


def _window_rows() -> tuple[Row, ...]:
    return (
        Row(
            "palette",
            tr("&Modules"),
            tr("Show or hide the list of modules"),
            keys=("Ctrl+Shift+M",),
            checkable=True,
        ),
        Row(
            "inspector",
            tr("&Settings of the selection"),
            tr("Show or hide the inspector"),
            keys=("Ctrl+Shift+I",),
            checkable=True,
        ),
        Row(
            "bottom",
            tr("T&raining, problems, log"),
            tr("Open or fold the panel at the bottom"),
            keys=("Ctrl+J",),
            checkable=True,
        ),
        Row(
            "minimap",
            tr("Map of the &whole"),
            tr("Show or hide the map of the whole network"),
            "minimap",
            ("M",),
            on_canvas=True,
            checkable=True,
        ),
        Row("dark", tr("&Dark"), tr("Light words on dark ground"), group="theme"),
        Row("light", tr("&Light"), tr("Dark words on light ground"), group="theme"),
        Row("system", tr("As the &system"), tr("Dark or light as the desktop"), group="theme"),
        Row("home", tr("Start &page"), tr("Templates and recent files"), "home", ("Ctrl+H",)),
        Row(
            "next_tab",
            tr("Ne&xt network"),
            tr("Bring the next open network to the front"),
            keys=("Ctrl+Tab", "Ctrl+PgDown"),
        ),
        Row(
            "previous_tab",
            tr("Pre&vious network"),
            tr("Bring the network before to the front"),
            keys=("Ctrl+Shift+Tab", "Ctrl+PgUp"),
        ),
        Row(
            "next_part",
            tr("Next part of the win&dow"),
            tr("Give the keyboard to the next bar or panel, or to the canvas"),
            keys=("Ctrl+F6",),
        ),
        Row(
            "previous_part",
            tr("Previous part of th&e window"),
            tr("Give the keyboard to the bar or panel before, or to the canvas"),
            keys=("Ctrl+Shift+F6",),
        ),
        Row(
            "full_screen",
            tr("Full scree&n"),
            tr("Use the whole screen"),
            keys=("F11",),
            checkable=True,
        ),
    )


def _graph_rows() -> tuple[Row, ...]:
    return (
        Row(
            "rename",
            tr("&Rename…"),
            tr("Give the selected module another name"),
            "pen",
            ("F2",),
            on_canvas=True,
        ),
        Row(
            "frozen",
            tr("&Freeze"),
            tr("Keep the weights of the selected modules as they are, or let them learn again"),
            "freeze",
            ("Shift+F",),
            on_canvas=True,
        ),
        Row(
            "bypassed",
            tr("&Bypass"),
            tr("Lead what comes in past the selected modules, or through them again"),
            "bypass",
            ("B",),
            on_canvas=True,
        ),
        Row(
            "disabled",
            tr("&Disable"),
            tr("Leave the selected modules out, with all that needs them, or take them in again"),
            "disable",
            ("Shift+B", "Ctrl+M"),
            on_canvas=True,
        ),
        Row(
            "take_out",
            tr("&Take out"),
            tr("Take the selected modules out of their wires, which close behind them"),
            keys=("X",),
            on_canvas=True,
        ),
        Row(
            "wire",
            tr("&Wire by keys"),
            tr("Wire the selected module with the arrow keys and Enter"),
            "link",
            ("W",),
            on_canvas=True,
        ),
        *_composite_rows(),
        Row(
            "next_problem",
            tr("Next &problem"),
            tr("Show the place of the next problem"),
            "error",
            ("F8",),
        ),
        Row(
            "mend",
            tr("Mend t&he problem"),
            tr("Do what is proposed first for the problem that is shown"),
            keys=("Shift+F8",),
        ),
    )


def _composite_rows() -> tuple[Row, ...]:
    return (
        Row(
            "group",
            tr("&Group"),
            tr("Make one composite module of the selected modules"),
            "layers",
            ("Ctrl+G",),
            on_canvas=True,
        ),
        Row(
            "ungroup",
            tr("&Ungroup"),
            tr("Put what the selected composite holds in its place"),
            keys=("Ctrl+Shift+G",),
            on_canvas=True,
        ),
        Row(
            "enter",
            tr("&Open the composite"),
            tr("Show and change what is inside the selected composite"),
            "cat-composite",
            ("Ctrl+Return",),
            on_canvas=True,
        ),
        Row(
            "keep",
            tr("&Keep in my palette"),
            tr("Keep the selected composite for other networks, or keep it no longer"),
            "star",
        ),
        Row(
            "leave",
            tr("&Leave the composite"),
            tr("Show what is around the composite"),
            keys=("Alt+Up",),
        ),
    )


def _train_rows() -> tuple[Row, ...]:
    return (
        Row("train", tr("&Train"), tr("Train the network"), "train", ("F5",)),
        Row("pause", tr("&Pause"), tr("Hold the training, or go on with it"), "pause", ("F6",)),
        Row("stop", tr("&Stop"), tr("End the training"), "stop", ("Shift+F5",)),
        Row(
            "predict",
            tr("Pre&dict…"),
            tr("Ask the trained network about new samples: pictures, a table or arrays"),
            "bulb",
            ("F7",),
        ),
        Row(
            "measure",
            tr("&Measure on other data…"),
            tr("Tell how good the trained network is on data that it has not seen"),
            keys=("Shift+F7",),
        ),
        Row(
            "commands",
            tr("&Commands…"),
            tr("Search everything that can be done, and do it"),
            "search",
            ("Ctrl+Shift+P",),
        ),
        Row(
            "shortcuts",
            tr("&Keyboard shortcuts"),
            tr("Every key that does something"),
            "keyboard",
            ("Ctrl+/", "F1"),
        ),
        Row("about", tr("&About HornStudio"), tr("Version and licence"), role=Role.AboutRole),
    )
