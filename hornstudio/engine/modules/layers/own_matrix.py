"""Products of matrices by kernels of our own, on processors that have them.

Each of the three - what a layer makes, and the gradients of what it sees and of its kernel - is one
that JAX knows how to differentiate: by the other two.
"""

from functools import cache

from hornstudio.engine.kernels.calling import is_usable
from hornstudio.engine.kernels.dense.matrices import FEW_ROWS, across, back, back_turned, forward
from hornstudio.engine.kernels.dense.run import multiply
from hornstudio.engine.kernels.primitive import Ways, product
from hornstudio.engine.lazy import jnp, quote_as
from hornstudio.engine.modules.layers import matrix as plain

_LITTLE = 1 << 17
"""Multiplications of which XLA's own product takes no longer than to call a kernel."""
NARROW = 8
"""Columns that leave most of a vector idle, unless their kernel's gradient is found turned."""


def matrix_product(x, kernel):
    """x @ kernel, in the quickest way. Shapes: x [B, F], kernel [F, N] -> [B, N]."""
    if not (x.dtype == kernel.dtype == jnp.float32 and is_usable()):
        return plain.matrix_product(x, kernel)
    return _products()[0](x, kernel, None)


quote_as(matrix_product, plain.matrix_product)


def input_slopes(slopes, kernel):
    """The gradient of what becomes something with these slopes by a kernel: slopes @ kernel.T."""
    return _products()[1](slopes, kernel, None)


def kernel_slopes(x, slopes):
    """The gradient of the kernel of which x makes what has these slopes: x.T @ slopes."""
    return _products()[2](x, slopes, None)


@cache
def _products():
    """What is made, and the gradients of x and of the kernel, each with those of its two."""
    made = Ways(
        "times",
        _made,
        lambda x, kernel, shapes: x @ kernel,
        lambda x, kernel, shapes: (x.shape[0], kernel.shape[1]),
        lambda slopes, x, kernel, shapes: input_slopes(slopes, kernel),
        lambda slopes, x, kernel, shapes: kernel_slopes(x, slopes),
    )
    of_input = Ways(
        "input_slopes",
        _of_input,
        lambda slopes, kernel, shapes: plain.input_slopes(slopes, kernel),
        lambda slopes, kernel, shapes: (slopes.shape[0], kernel.shape[0]),
        lambda x, slopes, kernel, shapes: matrix_product(x, kernel),
        lambda x, slopes, kernel, shapes: kernel_slopes(x, slopes),
    )
    of_kernel = Ways(
        "kernel_slopes",
        _of_kernel,
        lambda x, slopes, shapes: plain.kernel_slopes(x, slopes),
        lambda x, slopes, shapes: (x.shape[1], slopes.shape[1]),
        lambda kernel, x, slopes, shapes: input_slopes(slopes, kernel),
        lambda kernel, x, slopes, shapes: matrix_product(x, kernel),
    )
    return product(made), product(of_input), product(of_kernel)


def _made(x, kernel, shapes):
    matrices = forward(len(x), *kernel.shape)
    return multiply(matrices, x, kernel) if pays(matrices) else x @ kernel


def _of_input(slopes, kernel, shapes):
    samples, columns = slopes.shape
    if columns == 1:
        return slopes * kernel.T
    few = back_turned(samples, *kernel.shape)
    if samples <= FEW_ROWS and pays(few):
        return multiply(few, kernel, slopes).T
    matrices = back(samples, *kernel.shape)
    return (
        multiply(matrices, slopes, kernel) if pays(matrices) else plain.input_slopes(slopes, kernel)
    )


def _of_kernel(x, slopes, shapes):
    (samples, features), columns = x.shape, slopes.shape[1]
    if columns <= NARROW < features:
        return _of_kernel(slopes, x, shapes).T
    matrices = across(samples, features, columns)
    return multiply(matrices, x, slopes) if pays(matrices) else plain.kernel_slopes(x, slopes)


def pays(matrices):
    """Whether a kernel takes less time than XLA's own product."""
    return matrices.work >= _LITTLE and matrices.columns > 1
