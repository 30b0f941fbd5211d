"""The workloads: data, batches, sizes. Needs NumPy alone, so that any peer can read it."""

import gzip
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

SEED = 0
MNIST_FILES = ("mnist/train-images-idx3-ubyte.gz", "mnist/train-labels-idx1-ubyte.gz")

Arrays = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Sizes:
    """Of a transformer (width, heads, wide, blocks, tokens, length) or a ResNet (filters)."""

    width: int = 128
    heads: int = 4
    wide: int = 256
    blocks: int = 2
    tokens: int = 5_000
    length: int = 128
    filters: tuple[int, ...] = (16, 32, 64)

    def stages(self) -> list[tuple[int, int]]:
        """Filters and stride of each block of a ResNet; but for the first, stages begin by 2."""
        first = self.filters[0]
        return [(n, stride) for n in self.filters for stride in (1 if n == first else 2, 1)]


@dataclass(frozen=True)
class Workload:
    """One model to train. make(rng, samples) -> inputs and targets, a row a sample.

    classes: how many a target chooses from, 0 where it is a number. rate: of learning.
    model: whose builder makes it; its own name where that is empty. is_mixed: computed in
    bfloat16, with weights in float32.
    """

    name: str
    about: str
    batch: int
    steps: int
    rate: float
    make: Callable[[np.random.Generator, int], Arrays]
    classes: int = 0
    sizes: Sizes = Sizes()
    model: str = ""
    is_mixed: bool = False

    @property
    def builder(self) -> str:
        """The name of the model, under which each peer has it."""
        return self.model or self.name

    @property
    def samples(self) -> int:
        """How many an epoch has: whole batches, so that no peer compiles for a smaller one."""
        return self.batch * self.steps


def digits(rng: np.random.Generator, count: int) -> Arrays:
    """Pictures [N, 28, 28, 1] from 0 to 1 and their classes: MNIST, or made where it is missing."""
    for folder in filter(None, os.environ.get("HORNSTUDIO_DATA", "").split(os.pathsep)):
        pictures, names = (Path(folder) / name for name in MNIST_FILES)
        if pictures.exists() and names.exists():
            pixels = np.frombuffer(gzip.decompress(pictures.read_bytes()), np.uint8, offset=16)
            classes = np.frombuffer(gzip.decompress(names.read_bytes()), np.uint8, offset=8)
            x = pixels.reshape(-1, 28, 28, 1)[:count] / np.float32(255)
            return x, classes[:count].astype(np.int32)
    labels = rng.integers(0, 10, count).astype(np.int32)
    shapes = rng.random((10, 28, 28, 1), np.float32)
    noise = rng.random((count, 28, 28, 1), np.float32)
    return 0.5 * (shapes[labels] + noise), labels


def reviews(rng: np.random.Generator, count: int) -> Arrays:
    """Token ids [N, 80] of 10,000, and yes or no [N, 1]."""
    ids = rng.integers(0, 10_000, (count, 80)).astype(np.int32)
    return ids, rng.integers(0, 2, (count, 1)).astype(np.float32)


def sentences(rng: np.random.Generator, count: int, sizes: Sizes = Sizes()) -> Arrays:
    """Token ids [N, length], and one of 10 classes."""
    ids = rng.integers(0, sizes.tokens, (count, sizes.length)).astype(np.int32)
    return ids, rng.integers(0, 10, count).astype(np.int32)


def pictures(rng: np.random.Generator, count: int) -> Arrays:
    """Pictures [N, 32, 32, 3], and one of 10 classes."""
    x = rng.standard_normal((count, 32, 32, 3), np.float32)
    return x, rng.integers(0, 10, count).astype(np.int32)


def table(rng: np.random.Generator, count: int) -> Arrays:
    """Rows of 40 numbers [N, 40], and a number that follows from them [N, 1]."""
    x = rng.standard_normal((count, 40), np.float32)
    slopes = rng.standard_normal((40, 1), np.float32)
    return x, np.tanh(x @ slopes) + 0.1 * rng.standard_normal((count, 1), np.float32)


ALL = (
    Workload(
        "seed_mlp",
        "784, Dense 64, relu, Dense 10, softmax; crossentropy, SGD",
        32,
        1875,
        0.01,
        digits,
        10,
    ),
    Workload(
        "mnist_cnn",
        "28x28x1, Conv 32 of 3x3, relu, max pool, Conv 64 of 3x3, relu, max pool, dropout 0.5, "
        "Dense 10, softmax; crossentropy, Adam",
        128,
        60,
        1e-3,
        digits,
        10,
    ),
    Workload(
        "lstm",
        "80 of 10,000 tokens, Embedding 64, LSTM 64, Dense 1, sigmoid; binary crossentropy, Adam",
        64,
        60,
        1e-3,
        reviews,
    ),
    Workload(
        "transformer",
        "128 of 5,000 tokens, Embedding 128 with learned places, 2 blocks (4 heads of 32, "
        "256 gelu), mean, Dense 10, softmax; crossentropy, Adam",
        32,
        20,
        1e-3,
        sentences,
        10,
    ),
    Workload(
        "resnet",
        "32x32x3, Conv 16, 3 stages of 2 blocks of 3x3 (16, 32, 64; batch normalization, relu), "
        "mean, Dense 10, softmax; crossentropy, SGD with momentum",
        64,
        20,
        0.1,
        pictures,
        10,
    ),
    Workload(
        "tabular",
        "40 columns of a million rows, 3 x Dense 256 relu, Dense 1; mean squared error, Adam",
        1024,
        976,
        1e-3,
        table,
    ),
    Workload(
        "wide_mlp",
        "784, 2 x Dense 1024 relu, Dense 10, softmax; crossentropy, Adam",
        32,
        300,
        1e-3,
        digits,
        10,
    ),
)
LARGE_SIZES = Sizes(1024, 16, 4096, 12, 32_000, 512, (64, 128, 256, 512))
LARGE = (
    Workload(
        "large_resnet",
        "32x32x3, Conv 64, 4 stages of 2 blocks of 3x3 (64, 128, 256, 512; batch normalization, "
        "relu), mean, Dense 10, softmax; crossentropy, SGD with momentum; bfloat16",
        512,
        40,
        0.1,
        pictures,
        10,
        LARGE_SIZES,
        "resnet",
        is_mixed=True,
    ),
    Workload(
        "large_transformer",
        "512 of 32,000 tokens, Embedding 1024 with learned places, 12 blocks (16 heads of 64, "
        "4096 gelu), mean, Dense 10, softmax; crossentropy, Adam; bfloat16",
        16,
        40,
        1e-4,
        partial(sentences, sizes=LARGE_SIZES),
        10,
        LARGE_SIZES,
        "transformer",
        is_mixed=True,
    ),
)
"""Those that are worth an accelerator."""
BY_NAME = {workload.name: workload for workload in (*ALL, *LARGE)}


def write(workload: Workload, folder: Path) -> None:
    """Make the data once, for all peers."""
    made = workload.make(np.random.default_rng(SEED), workload.samples)
    for name, array in zip("xy", made, strict=True):
        np.save(folder / f"{workload.name}.{name}.npy", array)


def read(workload: Workload, folder: Path) -> Arrays:
    """Inputs and targets, as they were written."""
    x, y = (np.load(folder / f"{workload.name}.{name}.npy") for name in "xy")
    return x, y
