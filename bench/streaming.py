"""Samples that lie on the device against samples that arrive in time: time, waiting, memory.

Prints JSON. The seed model and the small CNN are trained on MNIST (the small digits where there is
none); the device may hold a share of the data. Each way runs in a process of its own, in turn, and
the best epoch of each counts. Both are trained on a folder of jpegs, too: decoded at once, decoded
ahead and kept, and decoded ahead in every epoch.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hornstudio.engine.graph import Graph

SHARE = 0.2
WAYS = ("on_device", "streamed", "streamed_from_files")
MODELS = ("mnist_mlp", "mnist_cnn", "pictures_mlp", "pictures_cnn")
PICTURES = 1_000
SIDE = 256  # of a jpeg; a network gets a quarter of it


def trained(way: str, model: str, epochs: int) -> dict[str, Any]:
    """Figures of one training."""
    from hornstudio.engine.check import check
    from hornstudio.engine.data.dataset import load_dataset
    from hornstudio.engine.data.substitute import with_small_data
    from hornstudio.engine.storage.templates import find_template
    from hornstudio.engine.train.run import train
    from hornstudio.engine.watch.events import Epoch, Failed, Started

    with tempfile.TemporaryDirectory() as folder:
        if model.startswith("pictures"):
            like = find_template(model.replace("pictures", "mnist")).graph()
            graph = of_pictures(like, way, Path(folder))
        else:
            graph, _ = with_small_data(find_template(model).graph())
            graph = in_files(graph, Path(folder)) if way == "streamed_from_files" else graph
        dataset = load_dataset(graph, check(graph))
        size = sum(array.nbytes for array in dataset.train.values())
        budget = None if way == "on_device" else int(SHARE * size)
        seconds, waiting, steps = [], [], 0
        for event in train(graph, epochs=epochs, checkpoints=False, data_budget=budget):
            if isinstance(event, Started):
                steps = event.steps
            if isinstance(event, Epoch):
                seconds.append(event.seconds)
                waiting.append(event.waiting)
            if isinstance(event, Failed):
                raise SystemExit(event.reason)
    return {
        "data_mb": round(size / 1e6, 1),
        "budget_mb": round(budget / 1e6, 1) if budget else None,
        "ms_a_step": round(1000 * min(seconds[1:]) / steps, 4),
        "waiting": round(min(waiting[1:]), 4),
        "waiting_in_first_epoch": round(waiting[0], 4),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def of_pictures(graph: "Graph", way: str, folder: Path) -> "Graph":
    """The graph on jpegs of ten classes, which are made here."""
    import numpy as np
    from PIL import Image

    from hornstudio.engine.graph import Node, freeze, with_nodes
    from hornstudio.engine.modules.pictures import image_folder
    from hornstudio.engine.modules.pictures.album import Room

    rng = np.random.default_rng(0)
    for number in range(PICTURES):
        place = folder / str(number % 10)
        place.mkdir(exist_ok=True)
        coarse = Image.fromarray(rng.integers(0, 256, (32, 32, 3), dtype=np.uint8))
        photo = coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        photo.save(place / f"{number}.jpg", quality=90)
    image_folder.SMALL_BYTES = 1 << 40 if way == "on_device" else 0
    if way == "streamed_from_files":
        image_folder.Room = lambda: Room(0)  # type: ignore[assignment, misc]
    params = {"directory": str(folder), "image_size": [SIDE // 4, SIDE // 4]}
    pictures = Node("image_folder", freeze(params))
    nodes = {i: pictures if node.kind == "mnist" else node for i, node in graph}
    return with_nodes(graph, nodes)


def in_files(graph: "Graph", folder: Path) -> "Graph":
    """The graph with its data as memory-mapped files, one for each array."""
    import numpy as np

    from hornstudio.engine.catalog import catalog
    from hornstudio.engine.data.find import finder
    from hornstudio.engine.graph import with_nodes

    nodes = dict(graph.nodes)
    for node_id, node in graph:
        module = catalog().get(node.kind)
        if module is None or module.load is None:
            continue
        parts = module.load(finder(module))
        for place, arrays in enumerate(parts):
            for name, array in arrays.items():
                np.save(folder / f"{place}_{name}.npy", array)
        names = list(parts[0])
        del parts

        def load(find: object, names: list[str] = names) -> Any:
            return tuple(
                {n: np.load(folder / f"{place}_{n}.npy", mmap_mode="r") for n in names}
                for place in (0, 1)
            )

        kind = f"{node.kind}_in_files"
        made = replace(module, kind=kind, files=(), load=load)
        catalog().modules["data", kind] = made
        catalog()._nodes[kind] = made
        nodes[node_id] = replace(node, kind=kind)
    return with_nodes(graph, nodes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--model", choices=MODELS)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(trained(given.way, given.model or MODELS[0], given.epochs)))
        return
    found: dict[str, Any] = {}
    for model in [given.model] if given.model else MODELS:
        runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(given.rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--way", way, "--model", model]
                command += ["--epochs", str(given.epochs)]
                result = subprocess.run(
                    command, env=dict(os.environ), capture_output=True, text=True, check=True
                )
                runs[way].append(json.loads(result.stdout.splitlines()[-1]))
        found[model] = {way: min(each, key=lambda r: r["ms_a_step"]) for way, each in runs.items()}
        plain = found[model]["on_device"]["ms_a_step"]
        for way in WAYS[1:]:
            found[model][way]["ratio"] = round(found[model][way]["ms_a_step"] / plain, 3)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
