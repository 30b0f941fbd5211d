"""Why an action cannot be done now: what greys its menu item, and what the palette says."""

from typing import TYPE_CHECKING

from hornstudio.engine.text import Text
from hornstudio.ui.action.arranging_rows import NEEDS
from hornstudio.ui.action.color_rows import IDS, OWN
from hornstudio.ui.action.language_rows import PREFIX
from hornstudio.ui.words.translate import tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow

UNTRAINED = Text("The network has no trained weights yet. Train it first.")

_ANYWHERE = frozenset(
    {
        *("new", "open", "import", "clear_recent", "quit", "commands", "shortcuts", "about"),
        *("full_screen", "dark", "light", "system", "next_part", "previous_part"),
    }
)
_FILES = frozenset(("save", "save_as", "close_tab"))
_CENTRE = frozenset(("build", "code"))
_WITH_TABS = frozenset(("next_tab", "previous_tab"))
_ON_CANVAS = frozenset(
    (
        *("zoom_in", "zoom_out", "zoom_reset", "fit", "shapes", "guides", "minimap"),
        *("heat_nothing", "heat_weights", "heat_flops", "heat_memory"),
        *("heat_time", "heat_gradients"),
    )
)
_WITH_SELECTION = frozenset(
    (
        *("duplicate", "duplicate_wired", "rename", "frozen", "bypassed", "disabled"),
        *("take_out", "wire", "group", *IDS),
    )
)
_WITH_FRAMES = frozenset(("duplicate", "rename", *IDS)) - {OWN}
_ON_COMPOSITES = frozenset(("ungroup", "enter", "leave", "keep"))
_OF_WHAT_IS_SHOWN = _ON_CANVAS | _WITH_SELECTION | _ON_COMPOSITES | NEEDS.keys()


def why_not(action_id: str, window: "MainWindow") -> str:
    """Reason why an action cannot be done now, with what would help; empty when it can."""
    return tr_engine(_obstacle(action_id, window))


def can_do(action_id: str, window: "MainWindow") -> bool:
    """Whether an action can be done now; a hundred are asked after at each edit, without words."""
    return not _obstacle(action_id, window)


def _obstacle(action_id: str, window: "MainWindow") -> str:
    """The reason, to be translated; empty where there is none."""
    if action_id in _ANYWHERE or action_id.startswith(PREFIX):
        return ""
    if action_id in _WITH_TABS:
        return "" if len(window.tabs) > 1 else Text("No other network is open.")
    if action_id in _FILES:
        return "" if window.has_document else Text("No network is open.")
    if action_id in _CENTRE and window.has_document:
        return ""  # it leads back from the start page
    if action_id == "paste" and not window.is_working:
        return ""  # it becomes a network of its own
    if not window.is_working:
        return Text("The start page is shown. Open a network first.")
    return _of_graph(action_id, window) or _of_training(action_id, window)


def _of_graph(action_id: str, window: "MainWindow") -> str:
    document = window.document
    if action_id in _OF_WHAT_IS_SHOWN and window.workspace.is_code_shown:
        return Text("The code is shown. Choose Build first.")
    level = window.workspace.level
    has_frames = bool(window.workspace.canvas.scene.frames.chosen)
    if action_id in _WITH_FRAMES and has_frames:
        return ""
    if (action_id in _WITH_SELECTION or NEEDS.get(action_id) == 1) and not level.selection:
        return Text("No module is selected.")
    is_use = window.workspace.canvas.composites.is_use
    if action_id in ("ungroup", "enter", "keep") and not any(map(is_use, level.selection)):
        return Text("No composite is selected.")
    if action_id == "leave" and not level.is_inside:
        return Text("The whole network is shown already.")
    count = len(level.selection) + len(window.workspace.canvas.scene.reroutes.chosen)
    if count < (least := NEEDS.get(action_id, 0)):
        return Text("Select {count} modules or more.", count=least)
    if action_id in ("train", "export", "picture", "print") and not document.graph.nodes:
        return Text("The network has no modules yet.")
    if action_id == "next_problem" and not document.report.problems:
        return Text("There are no problems.")
    if action_id == "mend":
        return window.slots.problem_walk.why_not_mend()
    if action_id == "undo" and not document.undo_stack.canUndo():
        return Text("There is nothing to take back.")
    if action_id == "redo" and not document.undo_stack.canRedo():
        return Text("Nothing was taken back.")
    return ""


def _of_training(action_id: str, window: "MainWindow") -> str:
    if action_id == "train" and window.is_training:
        return Text("A training is running already.")
    if action_id in ("pause", "stop") and not window.is_training:
        return Text("No training is running.")
    if action_id in ("predict", "measure") and not window.workspace.training.trained.has_weights:
        if window.is_training and not window.workspace.training.trainer.other_name:
            return Text("The training has kept no weights yet. Wait for the end of an epoch.")
        return UNTRAINED
    return ""
