"""Help as it stands in a terminal, also in letters that take two places."""

import argparse
from typing import Any

from hornstudio.cli.columns import width_of, wrapped

_PLACES = 16  # as far as commands may reach, before what they do stands below them


class Formatter(argparse.HelpFormatter):
    """As argparse's own, which counts letters; here it is places."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if text.isascii() else wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.isascii():
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        """What follows in further lines stands below what follows the first word."""
        word = argparse._("usage: ") if prefix is None else prefix  # type: ignore[attr-defined]
        as_wide = "_" * width_of(word)
        return super()._format_usage(usage, actions, groups, as_wide).replace(as_wide, word, 1)


class CommandsFormatter(argparse.RawDescriptionHelpFormatter, Formatter):
    """Of the list of all commands, with lines that end where they do."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_PLACES)
