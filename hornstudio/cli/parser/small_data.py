"""An option of several commands."""

import argparse

from hornstudio.cli.words import tr


def let_small_data_stand_in(command: argparse.ArgumentParser) -> None:
    """Let data that is missing be replaced by what ships with the program."""
    command.add_argument(
        "--small-data",
        action="store_true",
        help=tr("use the digits that ship with HornStudio where data cannot be found"),
    )
