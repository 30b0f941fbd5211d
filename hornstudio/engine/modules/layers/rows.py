"""Products of matrices over the last axis of a tensor, in the order that a processor likes."""


def times(x, kernel):
    """Each row of features times a kernel, all rows one below the other.

    So the gradient of the kernel is a product, too, and needs no turned copy of x: on a processor
    that takes a fifth off dense layers over sequences. Shapes: x [..., F], kernel [F, ...] ->
    [..., ...].
    """
    features = x.shape[-1]
    rows = x.reshape(-1, features) @ kernel.reshape(features, -1)
    return rows.reshape(*x.shape[:-1], *kernel.shape[1:])
