"""The look of the window: colours, sizes, fonts, icons and the style sheet, all from tokens.

tokens           resources/themes/tokens.json, read once
   |-- theme         dark, light or as the system; `current()` is the one in use
   |-- style_sheet   Theme -> one QSS text (resources/themes/*.qss with the tokens filled in)
   |-- wearing       a widget dressed anew when a property changes that the style sheet looks at
   |-- svg_icon      resources/icons/*.svg in any token's colour
   |-- typeface      Inter and JetBrains Mono, with fallbacks for Korean
   |-- focus_ring    the 2 px ring around whatever the keyboard has reached
   |-- motion        whether the system asks for less of it
   |-- application   `install(app)` puts all of it on
"""

from hornstudio.ui.theme.application import install
from hornstudio.ui.theme.svg_icon import app_icon, icon, paint_icon, pixmap, set_icon
from hornstudio.ui.theme.theme import Mode, Shadow, Theme, current, mix
from hornstudio.ui.theme.typeface import font, mono
from hornstudio.ui.theme.wearing import wear

__all__ = [
    "Mode",
    "Shadow",
    "Theme",
    "app_icon",
    "current",
    "font",
    "icon",
    "install",
    "mix",
    "mono",
    "paint_icon",
    "pixmap",
    "set_icon",
    "wear",
]
