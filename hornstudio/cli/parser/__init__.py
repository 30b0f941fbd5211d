"""What can be typed: every command with its arguments, and where it is carried out."""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from hornstudio import __version__
from hornstudio.cli.outcome import UsageError, did_you_mean
from hornstudio.cli.parser import graph_command, list_command, run_command

Command = Callable[[], int]

_DESCRIPTION = """\
Wire neural networks by mouse, watch them learn, take plain Python home.

Without a command the window opens, with each FILE that is given in a tab:
  hornstudio [FILE.horn ...]
"""
_EXIT_CODES = """\
Exit codes: 0 done, 1 problems in the input or a failure, 2 wrong usage, 130 interrupted.
Data files are looked for in the folders of $HORNSTUDIO_DATA, then in the cache, then on the net.
RUN is the folder of a run, or a name from `hornstudio runs` or the beginning of one.
Runs are kept in $HORNSTUDIO_RUNS, what is fetched or compiled in $HORNSTUDIO_CACHE, if these are
set; `hornstudio doctor` tells where they are.
"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=16)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        message = message.removeprefix("argument ")
        raise UsageError(f"{message} (see {self.prog} --help)")

    def refuse(self, unknown: list[str]) -> NoReturn:
        """Say what this command does not know, and what may have been meant."""
        options = list(self._option_string_actions)
        typed = next((word.partition("=")[0] for word in unknown if word.startswith("--")), "")
        hint = did_you_mean(typed, options) if typed else ""
        said = f"unrecognized arguments: {' '.join(unknown)}"
        self.error(f"{said}; {hint}" if hint else said)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As in argparse, but with what may have been meant."""
        if action.choices is not None and value not in action.choices:
            names = [str(name) for name in action.choices]
            hint = did_you_mean(str(value), names, f"need one of {', '.join(names)}")
            raise argparse.ArgumentError(action, f"there is no {value}; {hint}")


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
        parser.error("a command is needed")
    module, function = given.pop("place")
    for name in ("command", "action", "parser", *given.pop("without", ())):
        given.pop(name, None)
    return lambda: int(getattr(importlib.import_module(module), function)(**given))


def _window(argv: list[str], names: list[str]) -> Command:
    paths = [Path(name) for name in argv]
    if paths and not paths[0].exists():
        hint = did_you_mean(argv[0], names)
        hint = f"; {hint}" if hint else " (see hornstudio --help)"
        raise UsageError(f"{argv[0]} is neither a command nor a file{hint}")
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise UsageError(f"there is no file {missing}; the window opens files")

    def open_window() -> int:
        from hornstudio.cli.window import open_window

        return open_window(*paths)

    return open_window


def _build() -> tuple[_Parser, list[str]]:
    parser = _Parser(
        prog="hornstudio",
        description=_DESCRIPTION,
        epilog=_EXIT_CODES,
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"hornstudio {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def add(name: str, place: str, help: str, *, json: bool = True) -> _Parser:
        command: _Parser = commands.add_parser(name, help=help, description=help)
        module, _, function = place.partition(":")
        command.set_defaults(place=(f"hornstudio.cli.{module}", function), parser=command)
        if json:
            command.add_argument(
                "--json", action="store_true", dest="as_json", help="print facts as JSON"
            )
        return command

    graph_command.add_all(add)
    run_command.add_all(add)
    list_command.add_all(add)
    add("doctor", "doctor:examine", "what is installed, what works, and what to do if it does not")
    add(
        "worker",
        "worker:work",
        "be the computing process (used by the window, and over ssh)",
        json=False,
    )
    return parser, list(commands.choices)
