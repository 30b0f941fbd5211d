"""What damage to checkpoints is found: one bit after another is turned over, anywhere in the file.

usage: python bench/bit_flips.py [--flips 1000] [--seed 0]

A run folder gets checkpoints of a small network. Each time one random bit of the last checkpoint,
or of the checksum beside it, is turned over, and the run is asked for its last checkpoint. Prints
JSON. "missed": flips after which something else than what was saved came out. "offered": flips
after which the one before was given, with a word about it. "harmless": flips in the checksum's file
that leave the checksum as it is; what came out was what was saved.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

import numpy as np

from hornstudio.engine.train.kept.checkpoint_folder import CheckpointFolder
from hornstudio.engine.train.kept.mark import Mark

EPOCHS = 2


def fill(folder: CheckpointFolder) -> None:
    """Two checkpoints as a run writes them, with arrays of several types."""
    draw = np.random.default_rng(0)
    for epoch in range(1, EPOCHS + 1):
        kernel = draw.normal(size=(9, 7)).astype(np.float32)
        trees = {
            "weights": {"hidden": {"kernel": kernel, "bias": np.zeros(7)}},
            "optimizer": {"0": np.int32(epoch), "1": kernel * 0.1},
        }
        folder.save(Mark(epoch), trees, {"epoch": epoch, "metrics": {"loss": 1.0 / epoch}}, [])


def flipped(path: Path, bit: int) -> bytes:
    """The file's content from before; one bit of it is another now."""
    content = path.read_bytes()
    spoiled = bytearray(content)
    spoiled[bit // 8] ^= 1 << bit % 8
    path.write_bytes(spoiled)
    return content


def verdict(folder: CheckpointFolder, whole: str) -> str:
    """What a run is given that asks for its last checkpoint."""
    found = folder.load("last", [])
    if found.mark == Mark(EPOCHS):
        return "harmless" if repr((found.trees, found.facts)) == whole else "missed"
    is_told = any("is damaged" in word for word in found.words)
    return "offered" if found.mark == Mark(EPOCHS - 1) and is_told else "missed"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    counts = {"offered": 0, "harmless": 0, "missed": 0}
    where = {"checkpoint": 0, "checksum": 0}
    with tempfile.TemporaryDirectory() as place:
        folder = CheckpointFolder(Path(place) / "checkpoints")
        fill(folder)
        last = folder.all()[-1]
        found = folder.load("last", [])
        whole = repr((found.trees, found.facts))
        checksum = last.with_name(last.name + ".sha256")
        for _ in range(options.flips):
            path = checksum if draw.random() < 0.1 else last
            content = flipped(path, draw.randrange(path.stat().st_size * 8))
            answer = verdict(folder, whole)
            if path == last and answer == "harmless":
                answer = "missed"
            counts[answer] += 1
            where["checkpoint" if path == last else "checksum"] += 1
            path.write_bytes(content)
    print(json.dumps({"seed": options.seed, "flips": where, **counts}, indent=1))
    return int(counts["missed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
