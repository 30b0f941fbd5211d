"""Milliseconds of convolutions and their gradients: by kernels, by XLA, and by PyTorch.

usage: python bench/convolution_speed.py [--torch-python PATH] [--rounds 5]

For each shape: what is made, the gradient of what is seen, and that of the weights; the least of
all rounds, which the peers take in turn. Prints JSON, with how many times longer XLA takes.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.compile.options import jitted
from hornstudio.engine.kernels.calling import lanes
from hornstudio.engine.modules.layers.convolution import own, window

SHAPES = (
    # samples, side, channels, filters, size, stride, dilation, groups
    (128, 28, 1, 32, 3, 1, 1, 1),
    (128, 13, 32, 64, 3, 1, 1, 1),
    (64, 32, 16, 16, 3, 1, 1, 1),
    (64, 32, 16, 32, 3, 2, 1, 1),
    (64, 16, 32, 32, 3, 1, 1, 1),
    (64, 8, 64, 64, 3, 1, 1, 1),
    (32, 56, 64, 64, 3, 1, 1, 1),
    (32, 56, 64, 64, 1, 1, 1, 1),
    (8, 14, 256, 256, 3, 1, 1, 1),
    (8, 14, 256, 256, 3, 2, 1, 1),
    (16, 7, 512, 512, 3, 1, 1, 1),
    (32, 32, 64, 64, 5, 1, 1, 1),
    (32, 32, 64, 64, 3, 1, 2, 1),
    (32, 32, 64, 64, 3, 1, 1, 4),
    (8, 112, 3, 64, 7, 2, 1, 1),
)
WHAT = ("made", "seen", "weights")
A_ROUND_S = 0.15

TORCH = """
import json, sys, time, torch
shapes, a_round = json.loads(sys.argv[1]), float(sys.argv[2])
torch.set_num_threads(torch.get_num_threads())
for n, side, c, f, k, s, d, g in shapes:
    x, w = torch.randn(n, c, side, side), torch.randn(f, c // g, k, k)
    pad = d * (k - 1) // 2
    y = torch.nn.functional.conv2d(x, w, None, s, pad, d, g)
    back = torch.ops.aten.convolution_backward
    how = (y, x, w, None, [s, s], [pad, pad], [d, d], False, [0, 0], g)
    works = [lambda: torch.nn.functional.conv2d(x, w, None, s, pad, d, g),
             lambda: back(*how, [True, False, False]), lambda: back(*how, [False, True, False])]
    found = []
    for work in works:
        work()
        least, end = 9e9, time.perf_counter() + a_round
        while time.perf_counter() < end:
            begin = time.perf_counter()
            work()
            least = min(least, time.perf_counter() - begin)
        found.append(1e3 * least)
    print(json.dumps(found), flush=True)
"""


def least_ms(work: Callable[..., Any], arrays: tuple[Any, ...]) -> float:
    """Of a compiled function, as often as fits a round."""
    jax.block_until_ready(work(*arrays))
    least, end = float("inf"), time.perf_counter() + A_ROUND_S
    while time.perf_counter() < end:
        begin = time.perf_counter()
        jax.block_until_ready(work(*arrays))
        least = min(least, time.perf_counter() - begin)
    return 1e3 * least


def works(by: Callable[..., Any], shape: tuple[int, ...]) -> list[Callable[..., Any]]:
    """What is made, and both gradients, of pictures, a kernel and slopes."""
    _, side, _, _, size, stride, dilation, groups = shape
    sizes, strides, dilations = (size, size), (stride, stride), (dilation, dilation)
    margins = window.edges((side, side), sizes, strides, dilations, "same")

    def made(x: Any, kernel: Any, _: Any) -> Any:
        return by(x, kernel, strides, margins, dilations, groups)

    def seen(x: Any, kernel: Any, slopes: Any) -> Any:
        return jax.vjp(lambda x: made(x, kernel, None), x)[1](slopes)[0]

    def weights(x: Any, kernel: Any, slopes: Any) -> Any:
        return jax.vjp(lambda kernel: made(x, kernel, None), kernel)[1](slopes)[0]

    return [jitted(work) for work in (made, seen, weights)]


def measure(shape: tuple[int, ...], rounds: int) -> dict[str, dict[str, float]]:
    """The least of all rounds, by peer and by what is computed."""
    samples, side, channels, filters, size, stride, _, groups = shape
    rng = np.random.default_rng(0)
    sizes = (
        (samples, side, side, channels),
        (size, size, channels // groups, filters),
        (samples, -(-side // stride), -(-side // stride), filters),
    )
    arrays = tuple(jnp.asarray(rng.standard_normal(s, np.float32)) for s in sizes)
    peers = {"kernels": works(own.convolve, shape), "xla": works(window.convolve, shape)}
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(WHAT, float("inf")) for name in peers}
    for _ in range(rounds):
        for name, all_works in peers.items():
            for what, work in zip(WHAT, all_works, strict=True):
                found[name][what] = min(found[name][what], least_ms(work, arrays))
    return found


def by_torch(python: str) -> list[dict[str, float]]:
    command = [python, "-c", TORCH, json.dumps(SHAPES), str(A_ROUND_S)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [dict(zip(WHAT, json.loads(line), strict=True)) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--torch-python", default="", help="an interpreter that has PyTorch")
    parser.add_argument("--rounds", type=int, default=5)
    wishes = parser.parse_args()
    torch = by_torch(wishes.torch_python) if wishes.torch_python else []
    told = []
    for i, shape in enumerate(SHAPES):
        found = measure(shape, wishes.rounds) | ({"torch": torch[i]} if torch else {})
        ratios = {w: round(found["xla"][w] / found["kernels"][w], 2) for w in WHAT}
        rounded = {
            name: {what: round(ms, 3) for what, ms in peer.items()} for name, peer in found.items()
        }
        told.append({"shape": shape, "ms": rounded, "xla_over_kernels": ratios})
        print(shape, ratios, file=sys.stderr, flush=True)
    print(json.dumps({"lanes": lanes(), "shapes": told}, indent=1))


if __name__ == "__main__":
    main()
