"""Dense layers by NumPy, in double precision, whatever they are activated by."""

from dataclasses import dataclass
from math import erf

import numpy as np

from hornstudio.engine.kernels.dense.activation import Activation

ACTIVATIONS: tuple[Activation, ...] = ("none", "relu", "gelu")
SIZES = [(1, 1, 1), (50, 33, 65), (13, 16, 100), (29, 200, 130), (37, 530, 10)]


@dataclass(frozen=True)
class Layer:
    """Shapes: x [B, F], kernel [F, N], bias [N], slopes [B, N]."""

    x: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray
    slopes: np.ndarray

    @property
    def sums(self) -> np.ndarray:
        """x @ kernel + bias."""
        return self.x.astype(float) @ self.kernel + self.bias

    def activated(self, activation: Activation) -> np.ndarray:
        """What the layer makes."""
        if activation == "none":
            return self.sums
        is_relu = activation == "relu"
        return np.maximum(self.sums, 0) if is_relu else self.sums * below(self.sums)

    def sloped(self, activation: Activation) -> np.ndarray:
        """Slopes of the sums."""
        sums = self.sums
        if activation == "none":
            return self.slopes.astype(float)
        if activation == "relu":
            return self.slopes * (sums > 0)
        bell = np.exp(-(sums**2) / 2) / (2 * np.pi) ** 0.5
        return self.slopes * (below(sums) + sums * bell)


def below(x: np.ndarray) -> np.ndarray:
    """The share of a normal distribution below x."""
    return (1 + np.vectorize(erf)(x / 2**0.5)) / 2


def layer_of(samples: int, features: int, columns: int) -> Layer:
    rng = np.random.default_rng(samples)
    shapes = (samples, features), (features, columns), (columns,), (samples, columns)
    x, kernel, bias, slopes = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    return Layer(x, kernel / np.float32(features**0.5), bias, slopes)
