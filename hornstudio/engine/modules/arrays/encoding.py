"""Arrays as numbers for a network. Plain Python that stands alone: exports quote it."""

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.looking import as_words, row_blocks

CONSTANT = 1e-9


def moments_of(array, rows):
    """Mean and spread of each place of the last axis, over these rows [N, ..., F] -> [F], [F].

    A place where all numbers are the same has the spread 1.
    """
    width = array.shape[-1] if array.ndim > 1 else 1
    count, mean, squares = 0, np.zeros(width), np.zeros(width)
    for block in row_blocks(array, rows):
        flat = np.ascontiguousarray(block, np.float64).reshape(-1, width)
        middle, total = flat.mean(axis=0), count + len(flat)
        apart = middle - mean
        squares += ((flat - middle) ** 2).sum(axis=0) + apart**2 * count * len(flat) / total
        mean += apart * len(flat) / total
        count = total
    spread = np.sqrt(squares / max(1, count))
    return mean, np.where(spread > CONSTANT * np.abs(mean), spread, 1.0)


def as_inputs(x, dtype, scaling, moments):
    """Inputs [N, ...] as numbers of that type; one number for each sample becomes [N, 1].

    divide_by_255: y = x / 255; standardize: y = (x - mean) / spread, with those moments.
    """
    x = x[:, None] if x.ndim == 1 else x
    if scaling == "divide_by_255":
        return np.divide(x, 255, dtype=np.float32)
    if scaling == "standardize":
        mean, spread = moments
        return ((x.astype(np.float64) - mean) / spread).astype(np.float32)
    return x.astype(dtype)


def as_targets(y, plan):
    """Targets [N, ...]: the numbers of their classes, these one-hot, or the numbers that they are.

    plan: as `target_plan` gives it. A class that it does not know is -1.
    """
    if not plan["is_class"]:
        return (y[:, None] if y.ndim == 1 else y).astype(np.float32)
    y = y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y
    if plan["is_one_hot"]:
        numbers = y.argmax(axis=-1).astype(np.int32)
    elif plan["values"] is None:
        numbers = y.astype(np.int32)
    else:
        numbers = places_among(as_words(y), np.array(plan["values"]))
    return one_hot(numbers, plan["classes"]) if plan["to_one_hot"] else numbers


def one_hot(numbers, classes):
    """Numbers of classes [N, ...] as vectors with a one at their places [N, ..., classes]."""
    vectors = np.zeros((*numbers.shape, classes), np.float32)
    np.put_along_axis(vectors, numbers[..., None], 1, axis=-1)
    return vectors


def places_among(y, values):
    """Places of numbers or words among sorted values, -1 for what is not there."""
    places = np.searchsorted(values, y).clip(0, len(values) - 1).astype(np.int32)
    return np.where(values[places] == y, places, np.int32(-1))
