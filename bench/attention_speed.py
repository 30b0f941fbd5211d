"""Milliseconds of attention and its gradients: by kernels, by XLA, and by PyTorch.

usage: python bench/attention_speed.py [--torch-python PATH] [--rounds 5]

For each shape: what is made, and that with all three gradients; the least of all rounds, which
kernels and XLA take in turn. Prints JSON, with how many times longer XLA takes.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.compile.options import jitted
from hornstudio.engine.kernels.calling import lanes
from hornstudio.engine.modules.layers.attention import own
from hornstudio.engine.modules.layers.attention.multi_head import gathered, matched
from hornstudio.engine.modules.layers.attention.score import weights_of

SHAPES = (
    # samples, queries, keys, heads, size, causal
    (32, 128, 128, 4, 32, False),
    (32, 128, 128, 4, 32, True),
    (1, 16, 16, 4, 16, False),
    (1, 64, 64, 1, 64, False),
    (32, 16, 16, 4, 16, False),
    (64, 80, 80, 2, 64, False),
    (32, 100, 50, 3, 20, False),
    (32, 128, 128, 2, 256, False),
    (8, 512, 512, 4, 64, False),
    (8, 512, 512, 4, 64, True),
    (32, 1, 128, 4, 32, False),
    (32, 1, 2000, 4, 32, False),
    (1, 2000, 2000, 4, 64, False),
    (1, 2000, 2000, 1, 64, False),
)
WHAT = ("made", "gradients")
A_ROUND_S = 0.15

TORCH = """
import json, sys, time, torch
shapes, a_round = json.loads(sys.argv[1]), float(sys.argv[2])
for b, t, s, n, h, causal in shapes:
    q, k, v = (torch.randn(b, m, n, h).transpose(1, 2).requires_grad_() for m in (t, s, s))
    slopes = torch.randn(b, n, t, h)
    run = lambda: torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    def made():
        with torch.no_grad():
            run()
    found = []
    for work in made, lambda: torch.autograd.grad(run(), (q, k, v), slopes):
        work()
        least, end = 9e9, time.perf_counter() + a_round
        while time.perf_counter() < end:
            begin = time.perf_counter()
            work()
            least = min(least, time.perf_counter() - begin)
        found.append(1e3 * least)
    print(json.dumps(found), flush=True)
"""


def plain(query: Any, keys: Any, values: Any, *, is_causal: bool) -> Any:
    """As the layer computes it without kernels."""
    scores = matched(query / query.shape[-1] ** 0.5, keys, (1,))
    allowed = jnp.tri(query.shape[1], dtype=bool)[None, None] if is_causal else None
    return gathered(weights_of(scores, allowed, (-1,), False), values, (1,))


def least_ms(work: Callable[..., Any], arrays: tuple[Any, ...]) -> float:
    """Of a compiled function, as often as fits a round."""
    jax.block_until_ready(work(*arrays))
    least, end = float("inf"), time.perf_counter() + A_ROUND_S
    while time.perf_counter() < end:
        begin = time.perf_counter()
        jax.block_until_ready(work(*arrays))
        least = min(least, time.perf_counter() - begin)
    return 1e3 * least


def works(by: Callable[..., Any]) -> list[Callable[..., Any]]:
    """What is made of query, keys and values, and that with the gradients by some slopes."""

    def gradients(query: Any, keys: Any, values: Any, slopes: Any) -> Any:
        made, back = jax.vjp(by, query, keys, values)
        return made, back(slopes)

    return [jitted(lambda *arrays: by(*arrays[:3])), jitted(gradients)]


def measure(shape: tuple[int, ...], rounds: int) -> dict[str, dict[str, float]]:
    """The least of all rounds, by peer and by what is computed."""
    samples, queries, keys, heads, size, is_causal = shape
    rng = np.random.default_rng(0)
    arrays = tuple(
        jnp.asarray(rng.standard_normal((samples, steps, heads, size), np.float32))
        for steps in (queries, keys, keys, queries)
    )
    by: dict[str, Callable[..., Any]] = {
        "kernels": partial(own.attend_always, mask=None),
        "xla": plain,
    }
    peers = {name: works(partial(way, is_causal=bool(is_causal))) for name, way in by.items()}
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(WHAT, float("inf")) for name in peers}
    for _ in range(rounds):
        for name, both in peers.items():
            for what, work in zip(WHAT, both, strict=True):
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
