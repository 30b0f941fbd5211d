"""What can be typed: every command with its arguments, and where it is carried out."""

import argparse
import difflib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from hornstudio import __version__
from hornstudio.cli.outcome import UsageError

Command = Callable[[], int]

_DESCRIPTION = """\
Wire neural networks by mouse, watch them learn, take plain Python home.

Without a command the window opens, with FILE in it where one is given:
  hornstudio [FILE.horn]
"""
_EXIT_CODES = """\
Exit codes: 0 done, 1 problems in the input, 2 wrong usage, 130 interrupted.
Data files are looked for in the folders of $HORNSTUDIO_DATA, then in the cache, then on the net.
"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=16)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def parse(argv: list[str]) -> Command:
    """The command that was typed, ready to be called. Raises: UsageError, SystemExit."""
    parser, names = _build()
    if not argv or (not argv[0].startswith("-") and argv[0] not in names):
        return _window(argv, names)
    given = vars(parser.parse_args(argv))
    if "place" not in given:
        parser.error("a command is needed")
    module, function = given.pop("place")
    given.pop("command", None)
    return lambda: int(getattr(importlib.import_module(module), function)(**given))


def _window(argv: list[str], names: list[str]) -> Command:
    path = Path(argv[0]) if argv else None
    if path is not None and not path.exists():
        close = difflib.get_close_matches(argv[0], names, n=1)
        hint = f"; did you mean {close[0]}?" if close else " (see hornstudio --help)"
        raise UsageError(f"{argv[0]} is neither a command nor a file{hint}")
    if len(argv) > 1:
        raise UsageError(f"unexpected {argv[1]}; the window opens one file at a time")

    def open_window() -> int:
        from hornstudio.cli.window import open_window

        return open_window(path)

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
        command.set_defaults(place=(f"hornstudio.cli.{module}", function))
        if json:
            command.add_argument(
                "--json", action="store_true", dest="as_json", help="print facts as JSON"
            )
        return command

    _add_graph_commands(add)
    _add_run_commands(add)
    add(
        "worker",
        "worker:work",
        "be the computing process (used by the window, and over ssh)",
        json=False,
    )
    return parser, list(commands.choices)


def _add_graph_commands(add: Callable[..., Any]) -> None:
    add("templates", "facts:list_templates", "list the ready graphs")
    new = add("new", "facts:make_new", "make a file from a ready graph")
    new.add_argument("template", metavar="TEMPLATE", help="a name from `hornstudio templates`")
    new.add_argument("-o", dest="out", metavar="FILE", type=Path, required=True)
    modules = add(
        "modules", "facts:list_modules", "the catalog: kinds, params with defaults, ports"
    )
    modules.add_argument(
        "--new", metavar="NAME", help="write a commented file to start a module of your own from"
    )
    check = add("check", "facts:check_file", "problems, each with its place, reason and remedy")
    summary = add("summary", "facts:summarize_file", "shapes, weights, operations and bytes")
    for command in (check, summary):
        command.add_argument("file", metavar="FILE", type=Path)
    export = add("export", "export:export_file", "write a plain Python script that trains alone")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument(
        "--to", dest="target", metavar="TARGET", default="jax", help="jax, keras or flax"
    )
    export.add_argument("-o", dest="out", metavar="OUT.py", type=Path, required=True)
    export.add_argument(
        "--weights", metavar="RUN", type=Path, help="with --to keras: a .keras file of a run too"
    )
    export.add_argument(
        "--verify", action="store_true", help="run the script and compare it with the engine"
    )
    _let_small_data_stand_in(export)
    import_ = add("import", "importing:import_file", "make a file from a model of Keras")
    import_.add_argument("model", metavar="MODEL", type=Path, help=".keras, .h5 or .json")
    import_.add_argument("-o", dest="out", metavar="FILE", type=Path, required=True)
    import_.add_argument(
        "--run", metavar="DIR", type=Path, help="folder of a new run that holds the weights"
    )


def _let_small_data_stand_in(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--small-data",
        action="store_true",
        help="use the digits that ship with HornStudio where data cannot be found",
    )


def _add_run_commands(add: Callable[..., Any]) -> None:
    train = add("train", "training:train_file", "train a graph; with --json one event a line")
    train.add_argument(
        "file", metavar="FILE", type=Path, nargs="?", help="may be left out with --resume"
    )
    for name, what in (
        ("epochs", "passes over the data"),
        ("batch-size", "samples a step"),
        ("seed", "start of all randomness"),
    ):
        train.add_argument(f"--{name}", metavar="N", help=f"{what} (otherwise as in the file)")
    train.add_argument("--run", metavar="DIR", type=Path, help="folder of the new run")
    train.add_argument("--resume", metavar="DIR", type=Path, help="go on with the run in DIR")
    _let_small_data_stand_in(train)
    evaluate = add("evaluate", "trained:evaluate", "metrics of a run on the test data")
    evaluate.add_argument("run", metavar="RUN", type=Path)
    predict = add("predict", "trained:predict", "outputs of a run for new samples")
    predict.add_argument("run", metavar="RUN", type=Path)
    predict.add_argument(
        "inputs",
        metavar="INPUT",
        type=Path,
        nargs="+",
        help=".npz (arrays by input node), .npy, .csv, or images",
    )
    predict.add_argument("-o", dest="out", metavar="OUT.npz", type=Path, required=True)
    for command in (evaluate, predict):
        command.add_argument(
            "--checkpoint",
            metavar="NAME",
            default="best",
            help="best (the default), last, or an epoch such as 5",
        )
