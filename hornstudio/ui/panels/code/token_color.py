"""Colours of code: pygments names what a word is, the theme says how that looks."""

from functools import cache
from typing import Any

Span = tuple[int, int, str]
"""Start in the line, length, and the path of a colour token."""

_INKS = {
    "Token.Comment": "text.muted",
    "Token.Literal.String.Doc": "text.muted",
    "Token.Literal.String": "wire.label",
    "Token.Literal.String.Interpol": "text.primary",
    "Token.Literal.Number": "chart.validation",
    "Token.Keyword": "wire.vector",
    "Token.Keyword.Constant": "chart.validation",
    "Token.Operator.Word": "wire.vector",
    "Token.Name.Builtin": "wire.sequence",
    "Token.Name.Builtin.Pseudo": "wire.vector",
    "Token.Name.Function": "accent.default",
    "Token.Name.Class": "category.optimizer",
    "Token.Name.Decorator": "category.composite",
    "Token.Name.Namespace": "text.primary",
    "Token.Operator": "text.secondary",
    "Token.Punctuation": "text.secondary",
}


def spans_by_line(code: str) -> list[list[Span]]:
    """What to colour in each line of Python code."""
    lines: list[list[Span]] = [[] for _ in range(code.count("\n") + 1)]
    line = column = 0
    for _, kind, text in _lexer().get_tokens_unprocessed(code):
        ink = ink_of(str(kind))
        for place, piece in enumerate(text.split("\n")):
            if place:
                line, column = line + 1, 0
            if ink and piece.strip():
                lines[line].append((column, len(piece), ink))
            column += len(piece)
    return lines


@cache
def ink_of(kind: str) -> str:
    """Colour of a kind of token, or of the nearest kind above it; empty for plain text."""
    while kind:
        if kind in _INKS:
            return _INKS[kind]
        kind = kind.rpartition(".")[0]
    return ""


@cache
def _lexer() -> Any:
    # Its import takes tens of milliseconds, which the start of the window need not wait for.
    from pygments.lexers.python import PythonLexer

    return PythonLexer()
