"""`hornstudio runs`: the list of runs, and what can be done with them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hornstudio.cli.parser.out_file import out_file
from hornstudio.cli.words import tr

_FILTER = (
    "words that must all fit: plain ones, tag:NAME, state:failed, epochs>=5, val_loss<0.1 (in the "
    "end), best.val_loss<0.1 (in the best epoch)"
)

_RUN = "a folder, or a name from the list"

_OF_THE_LIST = ("sort", "reverse", "words", "limit", "with_hidden")
"""Options that an action has no use for."""


def add_all(add: Callable[..., Any]) -> None:
    """Add them. `add(name, place, help)` makes one command."""
    _add_actions(_add_list(add))


def _add_list(add: Callable[..., Any]) -> argparse.ArgumentParser:
    runs: argparse.ArgumentParser = add(
        "runs",
        "runs:list_runs",
        tr("list all runs, show, compare, note, tag, hide, restore, delete, add"),
    )
    runs.add_argument(
        "--sort",
        metavar="FIELD",
        default="-started",
        help=tr("a column or metric, the least first"),
    )
    runs.add_argument("--reverse", action="store_true", help=tr("the other way round"))
    runs.add_argument("--filter", dest="words", metavar="TEXT", default="", help=tr(_FILTER))
    runs.add_argument("--limit", metavar="N", type=_count, help=tr("at most so many"))
    runs.add_argument("--all", dest="with_hidden", action="store_true", help=tr("hidden ones too"))
    return runs


def _count(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("is {value}; need an integer of at least 1", value=repr(text))
        ) from None


def _add_actions(runs: argparse.ArgumentParser) -> None:
    actions = runs.add_subparsers(dest="action", metavar="ACTION", title=tr("actions"))

    def act(name: str, help: str, place: str = "") -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = actions.add_parser(name, help=help, description=help)
        module, _, function = (place or f"runs:{name}_run").partition(":")
        action.set_defaults(
            place=(f"hornstudio.cli.{module}", function), without=_OF_THE_LIST, parser=action
        )
        action.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            default=argparse.SUPPRESS,
            help=tr("print facts as JSON"),
        )
        return action

    show = act("show", tr("all that is known of a run"))
    comparing = act("compare", tr("two runs or more side by side"), "comparing:compare_runs")
    comparing.add_argument("runs", metavar="RUN", nargs="+", help=tr(_RUN))
    comparing.add_argument(
        "--all", dest="with_alike", action="store_true", help=tr("also what they are alike in")
    )
    delete = act("delete", tr("delete runs with their checkpoints, after asking"))
    delete.add_argument("runs", metavar="RUN", nargs="+", help=tr(_RUN))
    delete.add_argument("--yes", action="store_true", help=tr("do not ask"))
    note = act("note", tr("write a note on a run (an empty one removes it)"))
    tag = act("tag", tr("give a run tags, or with --remove take them away"))
    hide = act("hide", tr("leave a run out of the list, or with --show bring it back"))
    rename = act("rename", tr("call a run something (an empty name: as its folder)"))
    restore = act("restore", tr("write the graph of a run as a file of its own"))
    adding = act("add", tr("list the runs of a further folder too, or a run that is elsewhere"))
    forgetting = act("forget", tr("list the runs of a further folder no more; nothing is deleted"))
    for command in (adding, forgetting):
        command.add_argument("folder", metavar="FOLDER", type=Path)
    for command in (show, note, tag, hide, rename, restore):
        command.add_argument("run", metavar="RUN", help=tr(_RUN))
    note.add_argument("text", metavar="TEXT")
    tag.add_argument("tags", metavar="TAG", nargs="+")
    tag.add_argument("--remove", action="store_true", help=tr("take the tags away"))
    hide.add_argument("--show", dest="is_back", action="store_true", help=tr("bring it back"))
    rename.add_argument("title", metavar="NAME")
    restore.add_argument("-o", dest="out", metavar="FILE.horn", type=out_file, required=True)
