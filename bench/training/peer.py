"""One peer on one workload, in this process, epoch after epoch as they are asked for.

usage: python -m training.peer PEER WORKLOAD FOLDER EPOCHS    with bench and the root on PYTHONPATH
"""

import importlib
import sys
from pathlib import Path

from training import workload
from training.turns import Turns


def main(peer: str, name: str, folder: str, epochs: str) -> None:
    turns = Turns()
    chosen = workload.BY_NAME[name]
    x, y = workload.read(chosen, Path(folder))
    importlib.import_module(f"training.on_{peer}").run(chosen, x, y, int(epochs), turns)


if __name__ == "__main__":
    main(*sys.argv[1:])
