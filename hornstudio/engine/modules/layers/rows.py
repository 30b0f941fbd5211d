"""Products of matrices over the last axis of a tensor, in the order that a processor likes."""

from hornstudio.engine.lazy import jax, lax

NARROW = 32
"""Columns of a kernel up to which a processor works its gradient out turned."""


def times(x, kernel):
    """Each row of features times a kernel, all rows one below the other.

    So the gradient of the kernel is a product, too, and needs no turned copy of x: on a processor
    that takes a fifth off dense layers over sequences. Shapes: x [..., F], kernel [F, ...] ->
    [..., ...].
    """
    features = x.shape[-1]
    rows = x.reshape(-1, features) @ held_turned(kernel.reshape(features, -1))
    return rows.reshape(*x.shape[:-1], *kernel.shape[1:])


def held_turned(kernel):
    """The same kernel; on a processor a narrow one is held turned, and its gradient is found so.

    512 features of 128 samples to 10 classes, with both gradients: 52 instead of 221 microseconds
    on two cores (JAX 0.10); a step of 784, 1024 and 10 units, 512 samples: 9.8 instead of 10.5 ms.
    Shapes: kernel [F, N] -> [F, N].
    """
    return lax.optimization_barrier(kernel.T).T if is_narrow(*kernel.shape) else kernel


def kernel_slopes(x, slopes):
    """The gradient of the kernel of which x makes what has these slopes.

    Shapes: x [B, F], slopes [B, N] -> [F, N].
    """
    if is_narrow(x.shape[-1], slopes.shape[-1]):
        return lax.optimization_barrier(slopes.T @ x).T
    return x.T @ slopes


def is_narrow(features, columns):
    """Whether a kernel has so few columns that XLA's product for its gradient is a slow one."""
    return 1 < columns <= min(NARROW, features // 2) and jax.default_backend() == "cpu"
