"""Commands that train, and those for what was trained."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hornstudio.cli.parser.settings import let_params_be_set
from hornstudio.cli.parser.small_data import let_small_data_stand_in
from hornstudio.cli.words import tr

_RUN = "a folder, or a name from `hornstudio runs`"


def add_all(add: Callable[..., Any]) -> None:
    """Add them. `add(name, place, help)` makes one command."""
    _add_train(add)
    _add_resume(add)
    _add_those_for_what_was_trained(add)


def _add_train(add: Callable[..., Any]) -> None:
    train = add("train", "training:train_file", tr("train a graph; with --json one event a line"))
    train.add_argument(
        "file", metavar="FILE", type=Path, nargs="?", help=tr("may be left out with --resume")
    )
    for name, what in (
        ("epochs", tr("passes over the data")),
        ("batch-size", tr("samples a step")),
        ("seed", tr("start of all randomness")),
    ):
        train.add_argument(
            f"--{name}", metavar="N", help=tr("{what} (otherwise as in the file)", what=what)
        )
    _let_way_be_chosen(train)
    train.add_argument(
        "--run",
        metavar="DIR",
        type=Path,
        help=tr("folder of the new run (otherwise one beside the others, NAME-DATE-TIME)"),
    )
    train.add_argument("--resume", metavar="DIR", type=Path, help=tr("go on with the run in DIR"))
    train.add_argument(
        "--from",
        dest="origin",
        metavar="RUN[:CHECKPOINT]",
        help=tr("begin in the weights of another run, as far as they fit"),
    )
    let_params_be_set(train)
    let_small_data_stand_in(train)


def _let_way_be_chosen(train: argparse.ArgumentParser) -> None:
    """On what it is computed, with what numbers, and what is kept meanwhile."""
    train.add_argument(
        "--devices", metavar="one|all", help=tr("whether all devices share each batch")
    )
    train.add_argument(
        "--precision", metavar="NAME", help=tr("numbers to compute with: float32 or mixed_bfloat16")
    )
    train.add_argument(
        "--accumulate",
        metavar="N",
        dest="gradient_accumulation",
        help=tr("batches whose gradients are averaged for one update of the weights"),
    )
    for option, value, what in (
        ("--rematerialize", "true", tr("work out again what layers gave: less memory, more time")),
        ("--no-rematerialize", "false", tr("keep what layers gave")),
    ):
        train.add_argument(
            option, action="store_const", const=value, dest="rematerialize", help=what
        )


def _add_resume(add: Callable[..., Any]) -> None:
    resume = add("resume", "training:resume_run", tr("go on with a run from its last checkpoint"))
    resume.add_argument("run", metavar="RUN", type=Path, help=tr(_RUN))
    resume.add_argument(
        "--checkpoint",
        metavar="NAME",
        default="last",
        help=tr("last (the default), best, or one such as 5 or epoch-0005; what came after goes"),
    )
    resume.add_argument(
        "--epochs", metavar="N", help=tr("passes over the data in all, those done before included")
    )


def _add_those_for_what_was_trained(add: Callable[..., Any]) -> None:
    evaluate = add(
        "evaluate", "trained:evaluate", tr("metrics of a run on the test data, or on other data")
    )
    evaluate.add_argument("run", metavar="RUN", type=Path, help=tr(_RUN))
    evaluate.add_argument(
        "data",
        metavar="DATA",
        type=Path,
        nargs="*",
        help=tr(
            "a table, arrays or a folder of pictures like those of the run, with their answers, "
            "instead of the test data; or an .npz with arrays by output of the data; NODE=DATA for "
            "each of several data nodes; - for what comes through a pipe"
        ),
    )
    predict = add("predict", "trained:predict", tr("outputs of a run for new samples"))
    predict.add_argument("run", metavar="RUN", type=Path, help=tr(_RUN))
    predict.add_argument(
        "inputs",
        metavar="INPUT",
        type=Path,
        nargs="+",
        help=tr(
            ".npz (arrays by input node), .npy, .csv, or pictures and folders of pictures; "
            "NODE=FILE for each of several inputs; - for what comes through a pipe"
        ),
    )
    predict.add_argument(
        "-o",
        dest="out",
        metavar="OUT",
        type=Path,
        required=True,
        help=tr("an .npz with an array for each output, or a .csv with a row for each sample"),
    )
    for command in (evaluate, predict):
        command.add_argument(
            "--checkpoint",
            metavar="NAME",
            default="best",
            help=tr("best (the default), last, or an epoch such as 5"),
        )
