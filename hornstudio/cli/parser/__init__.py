"""What can be typed: every command with its arguments, and where it is carried out."""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from hornstudio import __version__
from hornstudio.cli.outcome import UsageError, did_you_mean
from hornstudio.cli.parser import graph_command, list_command, run_command
from hornstudio.cli.parser.formatter import CommandsFormatter, Formatter
from hornstudio.cli.parser.own_words import speak_as_argparse
from hornstudio.cli.words import tr

Command = Callable[[], int]

_DESCRIPTION = """\
Wire neural networks by mouse, watch them learn, take plain Python home.

Without a command the window opens, with each FILE that is given in a tab:
  hornstudio [FILE.horn ...]
"""
_EXIT_CODES = """\
Exit codes: 0 done, 1 problems in the input or a failure, 2 wrong usage, 130 interrupted,
141 a training stopped because nobody reads what it tells any more.
Data files are looked for in the folders of $HORNSTUDIO_DATA, then in the cache, then on the net.
RUN is the folder of a run, or a name from `hornstudio runs` or the beginning of one.
Runs are kept in $HORNSTUDIO_RUNS, what is fetched or compiled in $HORNSTUDIO_CACHE, if these are
set; `hornstudio doctor` tells where they are.
"""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, **given})

    def error(self, message: str) -> NoReturn:
        message = message.removeprefix("argument ")
        raise UsageError("{message} (see {program} --help)", message=message, program=self.prog)

    def refuse(self, unknown: list[str]) -> NoReturn:
        """Say what this command does not know, and what may have been meant."""
        options = list(self._option_string_actions)
        typed = next((word.partition("=")[0] for word in unknown if word.startswith("--")), "")
        hint = did_you_mean(typed, options) if typed else ""
        words = " ".join(unknown)
        if hint:
            self.error(tr("unrecognized arguments: {words}; {hint}", words=words, hint=hint))
        self.error(tr("unrecognized arguments: {words}", words=words))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As in argparse, but with what may have been meant."""
        if action.choices is not None and value not in action.choices:
            names = [str(name) for name in action.choices]
            hint = did_you_mean(
                str(value), names, tr("need one of {names}", names=", ".join(names))
            )
            said = tr("there is no {value}; {hint}", value=value, hint=hint)
            raise argparse.ArgumentError(action, said)


def parse(argv: list[str]) -> Command:
    """The command that was typed, ready to be called. Raises: UsageError, SystemExit."""
    parser, names = _build()
    if not argv or (not argv[0].startswith("-") and argv[0] not in names):
        return _window(argv, names)
    found, unknown = parser.parse_known_args(argv)
    given = vars(found)
    if unknown:
        given.get("parser", parser).refuse(unknown)
    if "place" not in given:
        parser.error(tr("a command is needed"))
    module, function = given.pop("place")
    for name in ("command", "action", "parser", *given.pop("without", ())):
        given.pop(name, None)
    return lambda: int(getattr(importlib.import_module(module), function)(**given))


def _window(argv: list[str], names: list[str]) -> Command:
    paths = [Path(name) for name in argv]
    if paths and not paths[0].exists():
        hint = did_you_mean(argv[0], names)
        if hint:
            raise UsageError(
                "{word} is neither a command nor a file; {hint}", word=argv[0], hint=hint
            )
        said = "{word} is neither a command nor a file (see hornstudio --help)"
        raise UsageError(said, word=argv[0])
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise UsageError("there is no file {path}; the window opens files", path=missing)

    def open_window() -> int:
        from hornstudio.cli.window import open_window

        return open_window(*paths)

    return open_window


def _build() -> tuple[_Parser, list[str]]:
    speak_as_argparse()
    parser = _without_commands()
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title=tr("commands"))

    def add(name: str, place: str, help: str, *, json: bool = True) -> _Parser:
        command: _Parser = commands.add_parser(name, help=help, description=help)
        module, _, function = place.partition(":")
        command.set_defaults(place=(f"hornstudio.cli.{module}", function), parser=command)
        if json:
            command.add_argument(
                "--json", action="store_true", dest="as_json", help=tr("print facts as JSON")
            )
        return command

    graph_command.add_all(add)
    run_command.add_all(add)
    list_command.add_all(add)
    add(
        "doctor",
        "doctor:examine",
        tr("what is installed, what works, and what to do if it does not"),
    )
    add(
        "worker",
        "worker:work",
        tr("be the computing process (used by the window, and over ssh)"),
        json=False,
    )
    return parser, list(commands.choices)


def _without_commands() -> _Parser:
    parser = _Parser(
        prog="hornstudio",
        description=tr(_DESCRIPTION),
        epilog=tr(_EXIT_CODES),
        formatter_class=CommandsFormatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"hornstudio {__version__}",
        help=tr("show program's version number and exit"),
    )
    return parser
