"""Every string that a person sees passes through here; the source language is English.

tr("Train")                         a string of the window
tr("{count} problems", count=3)     values are filled in after the look-up
tr_engine(error.text)               a string of the engine, looked up by its template
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from hornstudio.engine.errors import Text
from hornstudio.paths import resource

CONTEXT = "hornstudio"
SOURCE_LANGUAGE = "en"


def tr(text: str, **values: Any) -> str:
    """`text` in the window's language, with `values` filled into its `{names}`.

    A translation that asks for a value that is not there is passed over for the source: a
    translator's slip must not stop the program.
    """
    translated = QCoreApplication.translate(CONTEXT, text)
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)


def tr_engine(text: str) -> str:
    """A sentence of the engine in the window's language.

    A `Text` is looked up by its template, and its values that are `Text` likewise; a plain
    string is looked up as it stands.
    """
    if not isinstance(text, Text):
        return tr(text) if text else ""
    return tr(text.template, **{name: _tr_value(value) for name, value in text.values.items()})


def sentence(text: Text) -> str:
    """The engine's words where they stand alone; a name that they begin with keeps its letter."""
    words = tr_engine(text)
    return words if text.template.startswith("{") else words[:1].upper() + words[1:]


def languages() -> list[str]:
    """Codes of the languages that the program speaks, the source language first."""
    found = (path.stem.removeprefix("hornstudio_") for path in _folder().glob("hornstudio_*.qm"))
    return [SOURCE_LANGUAGE, *sorted(set(found) - {SOURCE_LANGUAGE})]


def install(app: QCoreApplication, language: str = "") -> str:
    """Speak `language` (a code such as `ko`; empty: the system's) from now on.

    Returns the code in use: the source language where there is no translation. Call before the
    first widget; what has been built already keeps its words.
    """
    code = language or QLocale.system().name().split("_")[0]
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if not _load(app, _folder() / f"hornstudio_{code}.qm"):
        return SOURCE_LANGUAGE
    # The words of Qt's own dialogs; without them only those stay English.
    shipped = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _load(app, Path(shipped) / f"qtbase_{code}.qm")
    return code


def _load(app: QCoreApplication, path: Path) -> bool:
    translator = QTranslator(app)
    if path.is_file() and translator.load(str(path)):
        return app.installTranslator(translator)
    translator.deleteLater()
    return False


def _folder() -> Path:
    return resource("translations")


def _tr_value(value: Any) -> Any:
    return tr_engine(value) if isinstance(value, Text) else value
