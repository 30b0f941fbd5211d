"""Samples a second on an accelerator, of a ResNet and a transformer that are worth one.

usage: python bench/accelerator_speed.py [--workloads large_resnet large_transformer]
           [--peers keras handwritten] [--rounds 3]

HornStudio's own `train` beside Keras 3 on JAX and a loop in JAX written by hand, all in bfloat16
with weights in float32. Each runs in a process of its own and they take their epochs in turn, as in
`train_speed.py`; the first epoch compiles and is told apart.

Prints JSON: of each peer milliseconds a step, samples a second, and utilisation: the operations of
the model (forward once, backward twice) a second, over those of a large product of matrices in
bfloat16 that is measured on the same device; and ratios of the peers.
"""

import argparse
import json
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"  # several processes share the device

import jax
from training import workload
from training.contest import in_turn, limit, ratios, summary

from hornstudio.engine.train.steps.device import device_title


def compare(name: str, peers: list[str], rounds: int) -> dict[str, Any]:
    work = workload.BY_NAME[name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        workload.write(work, folder)
        most = limit(name, folder)
        interpreters = dict.fromkeys(("hornstudio", *peers), sys.executable)
        told = in_turn(name, interpreters, folder, rounds)
    found = {peer: summary(epochs, work.steps) for peer, epochs in told.items()}
    for figures in found.values():
        figures["samples_per_s"] = round(work.batch / figures["ms"] * 1e3, 1)
        figures["utilisation"] = round(most["gflop"] / figures["ms"] * 1e3 / most["gflop_per_s"], 3)
    return {
        "model": work.about,
        "batch": work.batch,
        "steps": work.steps,
        "limit": most,
        "peers": found,
        "ratios": ratios(found, "ms"),
        "ratios_of_least": ratios(found, "least_ms"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [work.name for work in workload.LARGE]
    parser.add_argument("--workloads", nargs="+", choices=names, default=names)
    parser.add_argument("--peers", nargs="*", default=["keras", "handwritten"])
    parser.add_argument("--rounds", type=int, default=3, help="epochs of each peer")
    wishes = parser.parse_args()
    found = {}
    for name in wishes.workloads:
        found[name] = compare(name, wishes.peers, wishes.rounds)
        print(f"{name}: {found[name]['ratios']}", file=sys.stderr)
    device = device_title(jax.devices()[0])
    versions = {name: version(name) for name in ("jax", "keras", "optax")}
    print(json.dumps({"device": device, "versions": versions, "workloads": found}, indent=2))


if __name__ == "__main__":
    main()
