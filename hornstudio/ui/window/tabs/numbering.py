"""Networks without a file that have the same name get numbers, so that each can be told."""

from hornstudio.ui.document import Document
from hornstudio.ui.words.title import title_text


class Numbering:
    """A network keeps its number as long as it keeps its name and has no file."""

    def __init__(self) -> None:
        self._names: dict[Document, tuple[str, str]] = {}
        """What each goes by without its number: its name, and the run that it is from."""

    def follow(self, document: Document) -> None:
        """Number a document from its next change on; before others hear of that."""
        document.graph_changed.connect(lambda *_: self._renew(document))
        document.path_changed.connect(lambda: self._renew(document))

    def begin(self, document: Document, wish: int = 0) -> None:
        """Another network comes into the document, with this number if that is free."""
        self._names.pop(document, None)
        document.number = wish

    def forget(self, document: Document) -> None:
        """A document has been closed: its number is free."""
        self._names.pop(document, None)

    def _renew(self, document: Document) -> None:
        name = None if document.path else (document.graph.name, document.of_run)
        if name == self._names.get(document):
            return
        wish = 0 if self._names.pop(document, None) else document.number
        document.number = 0
        if name is not None:
            document.number = self._free(name, wish)
            self._names[document] = name

    def _free(self, name: tuple[str, str], wish: int) -> int:
        """The wish, or else the least number with which no other network is called the same."""
        taken = {_title(its, document.number) for document, its in self._names.items()}
        number = wish or 1
        if _title(name, number) in taken:
            number = 1
            while _title(name, number) in taken:
                number += 1
        return number


def _title(name: tuple[str, str], number: int) -> str:
    called, of_run = name
    return title_text(called, number, of_run)
