"""The menu bar: which actions stand in which menu, and in which order."""

from hornstudio.ui.action.arranging_rows import arranging_menu, frame_menu, reroute_menu
from hornstudio.ui.action.color_rows import color_menu
from hornstudio.ui.action.language_rows import language_menu
from hornstudio.ui.action.page_rows import page_menu
from hornstudio.ui.action.row import Menu
from hornstudio.ui.action.table import heat_rows
from hornstudio.ui.words.translate import tr


def menus() -> tuple[Menu, ...]:
    """The menu bar, from left to right."""
    return (
        _file_menu(),
        _edit_menu(),
        _view_menu(),
        _graph_menu(),
        Menu(tr("&Train"), ("train", "pause", "stop", None, "predict", "measure", None, "runs")),
        Menu(tr("&Help"), ("commands", "shortcuts", None, "about")),
    )


def _file_menu() -> Menu:
    recent = Menu(tr("Open &recent"), (), id="recent")
    items = (
        *("new", "open", recent, None),
        *("save", "save_as", "close_tab", None),
        *("import", "export", "picture", "print", None),
        *("new_module", None),
        "quit",
    )
    return Menu(tr("&File"), items)


def _edit_menu() -> Menu:
    items = (
        *("undo", "redo", None),
        *("cut", "copy", "paste", "paste_wired", "duplicate", "duplicate_wired", "delete", None),
        *("select_all", "find", "history"),
        *("select_upstream", "select_downstream", "select_alike", "next_wire"),
    )
    return Menu(tr("&Edit"), items)


def _view_menu() -> Menu:
    theme = Menu(tr("&Theme"), ("dark", "light", "system"), id="theme")
    heat = Menu(tr("Co&lours show"), tuple(row.id for row in heat_rows()), id="heat")
    items = (
        *("build", "code", None, "zoom_in", "zoom_out", "zoom_reset", "fit", "shapes"),
        "guides",
        *(heat, None, "palette", "inspector", "bottom", page_menu(), "minimap"),
        *(None, "next_tab", "previous_tab", "next_part", "previous_part"),
        *(None, theme, language_menu(), "home", "full_screen"),
    )
    return Menu(tr("&View"), items)


def _graph_menu() -> Menu:
    items = (
        *("rename", "frozen", "bypassed", "disabled", "take_out", "wire", None),
        *("group", "ungroup", "enter", "leave", "keep", None),
        *(arranging_menu(), frame_menu(), reroute_menu(), color_menu(), None),
        *("next_problem", "mend"),
    )
    return Menu(tr("&Graph"), items)
