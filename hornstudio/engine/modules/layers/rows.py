"""Products over the last axis of a tensor, as one of matrices."""

from hornstudio.engine.modules.layers.own_matrix import matrix_product


def times(x, kernel):
    """Each row of features times a kernel, all rows one below the other.

    So the gradient of the kernel is a product, too, and needs no turned copy of x: on a processor
    that takes a fifth off dense layers over sequences. Shapes: x [..., F], kernel [F, ...] ->
    [..., ...].
    """
    features = x.shape[-1]
    rows = matrix_product(x.reshape(-1, features), kernel.reshape(features, -1))
    return rows.reshape(*x.shape[:-1], *kernel.shape[1:])


def weighted(x, kernel, bias, activation=None):
    """activation(x @ kernel + bias) over the last axis; None: without the one or the other.

    Shapes: x [..., F], kernel [F, ...], bias [...] as the kernel's behind F -> [..., ...].
    """
    y = times(x, kernel)
    if bias is not None:
        y = y + bias
    return y if activation is None else activation(y)
