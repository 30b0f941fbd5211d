"""The language that the window speaks: its catalogue as Qt asks for it, and Qt's own words."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from hornstudio.language.catalogue import SOURCE_LANGUAGE, languages, words_of

CONTEXT = "hornstudio"
SYSTEM = "system"

_spoken = SOURCE_LANGUAGE


class Catalogue(QTranslator):
    """The sentences of one language. of_qt: the words of Qt's own dialogs."""

    def __init__(
        self, words: dict[str, str], of_qt: QTranslator | None, parent: QCoreApplication
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._of_qt = of_qt

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, number: int = -1
    ) -> str | None:
        """The sentence in this language; None where Qt shall look elsewhere."""
        if context == CONTEXT:
            return self._words.get(text)
        # WORKAROUND(Qt 6.11): its translations have these words where Qt 4 looked for them. Drop
        # when qtbase_ko.ts has a QAbstractFileIconProvider.
        if context == "QAbstractFileIconProvider" and self._of_qt is not None:
            return self._of_qt.translate("QFileDialog", text, disambiguation, number) or None
        return None

    def isEmpty(self) -> bool:
        """Whether there is nothing in it."""
        return not self._words


def spoken() -> str:
    """Code of the language in use."""
    return _spoken


def system_language() -> str:
    """Code of the language that is spoken where the desktop's is wished for."""
    return _desktop() if _desktop() in languages() else SOURCE_LANGUAGE


def _desktop() -> str:
    return QLocale.system().name().split("_")[0]


def install(app: QCoreApplication, language: str = SYSTEM) -> str:
    """Speak `language` (a code such as `ko`, or `system`) from now on.

    Returns the code in use: the source language where there is no translation. Call before the
    first widget; what has been built already keeps its words.
    """
    global _spoken  # one application, one language
    wish = _desktop() if language in ("", SYSTEM) else language
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    words = words_of(wish)
    _spoken = wish if words else SOURCE_LANGUAGE
    if words:
        of_qt = _install_words_of_qt(app, wish)
        app.installTranslator(Catalogue(words, of_qt, app))
    return _spoken


def _install_words_of_qt(app: QCoreApplication, code: str) -> QTranslator | None:
    """The words of Qt's own dialogs; without them only those stay English."""
    translator = QTranslator(app)
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if translator.load(str(folder / f"qtbase_{code}.qm")):
        app.installTranslator(translator)
        return translator
    translator.deleteLater()
    return None
