"""An option of all commands that do something with a network."""

import argparse

from hornstudio.cli.words import tr


def let_params_be_set(command: argparse.ArgumentParser) -> None:
    """Let params be another than in the file."""
    command.add_argument(
        "--set",
        dest="changes",
        metavar="NODE.PARAM=VALUE",
        action="append",
        default=[],
        help=tr("a setting of a node, such as adam.learning_rate=0.01; may be given several times"),
    )
