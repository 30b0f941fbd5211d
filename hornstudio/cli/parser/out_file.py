"""A file that a command writes."""

import argparse
from pathlib import Path

from hornstudio.cli.words import tr


def out_file(text: str) -> Path:
    """Its path. Raises: ArgumentTypeError for `-`, which would become a file of that name."""
    if text == "-":
        raise argparse.ArgumentTypeError(tr("is -; need the name of a file"))
    return Path(text)
