"""Puts the theme on the application, and on again after each change."""

from PySide6.QtWidgets import QApplication

from hornstudio.ui.theme import style_sheet, typeface
from hornstudio.ui.theme.focus_ring import FocusRing
from hornstudio.ui.theme.motion import wants_less_motion
from hornstudio.ui.theme.svg_icon import app_icon
from hornstudio.ui.theme.theme import Mode, Theme, current


def install(app: QApplication, mode: Mode = Mode.SYSTEM) -> Theme:
    """Dress the application; call once, before the first widget. Returns the theme in use."""
    theme = current()
    theme.set_mode(mode)
    typeface.load()
    theme.reduced_motion = wants_less_motion(app)
    # One base style on every platform, so that the style sheet draws over the same ground.
    app.setStyle("Fusion")
    app.setFont(typeface.font("body"))
    app.setWindowIcon(app_icon())
    _on_theme_changed()
    theme.changed.connect(_on_theme_changed)
    FocusRing.install(app)
    return theme


def _on_theme_changed() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(current().palette())
        app.setStyleSheet(style_sheet.build(current()))
