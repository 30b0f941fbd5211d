"""The choice of a language in the menus: as the system, or one by its own name."""

from hornstudio.language.catalogue import NAMES, languages
from hornstudio.ui.action.row import Menu, Row
from hornstudio.ui.words.language import SYSTEM, system_language
from hornstudio.ui.words.translate import tr

PREFIX = "language_"


def language_codes() -> list[str]:
    """What can be chosen: `system`, then every language that ships."""
    return [SYSTEM, *languages()]


def language_rows() -> tuple[Row, ...]:
    """The rows, in the window's language; a language's own name is never translated."""
    names = {SYSTEM: tr("As the s&ystem")} | NAMES
    tips = {SYSTEM: tr("Speak the language of the desktop")}
    return tuple(
        Row(
            PREFIX + code,
            names.get(code, code),
            tips.get(code) or tr("Speak {language}", language=names.get(code, code)),
            group="language",
        )
        for code in language_codes()
    )


def language_menu() -> Menu:
    """The submenu with all of them."""
    return Menu(tr("L&anguage"), tuple(PREFIX + code for code in language_codes()), id="language")


def code_of(chosen: str) -> str:
    """The code of a language that was chosen; of `system`, that of the desktop's."""
    return system_language() if chosen == SYSTEM else chosen


def name_of(chosen: str) -> str:
    """The own name of a language that was chosen."""
    return NAMES.get(code_of(chosen), code_of(chosen))
