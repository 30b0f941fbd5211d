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
