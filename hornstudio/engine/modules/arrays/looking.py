"""What is in an array of targets. Plain Python that stands alone: exports quote it."""

from hornstudio.engine.lazy import np

MOST_VALUES = 1000
BLOCK_NUMBERS = 1 << 20


def row_blocks(array, rows=None):
    """The rows of these numbers, or all, in blocks of about as many numbers each."""
    count = len(array) if rows is None else len(rows)
    size = max(1, BLOCK_NUMBERS // max(1, array[:1].size))
    for start in range(0, count, size):
        chosen = slice(start, start + size)
        yield np.asarray(array[chosen] if rows is None else array[rows[chosen]])


def look_at_targets(y):
    """What targets [N, ...] are.

    is_text: words. is_whole: whole numbers only. is_integer: of a type without fractions. low,
    high: least and greatest of numbers. values: all different ones, sorted, or None where there are
    more than MOST_VALUES. is_one_hot: each sample has a one among zeros along the last axis.
    shape: of a sample.
    """
    is_text = y.dtype.kind in "US"
    look: dict = {"is_text": is_text, "is_whole": not is_text, "is_integer": y.dtype.kind in "biu"}
    look |= {"low": 0 if is_text else np.inf, "high": 0 if is_text else -np.inf}
    is_one_hot = not is_text and y.ndim > 1 and y.shape[-1] > 1
    values: set | None = set()
    for block in row_blocks(y):
        block = block.astype(np.float64) if block.dtype.kind == "f" else block
        found = np.unique(as_words(block) if is_text else block)
        if values is not None:
            values.update(found.tolist())
            values = values if len(values) <= MOST_VALUES else None
        if not is_text:
            look["is_whole"] = look["is_whole"] and bool((found == np.floor(found)).all())
            look["low"] = min(look["low"], found[0].item())
            look["high"] = max(look["high"], found[-1].item())
            is_one_hot = is_one_hot and is_one_among_zeros(block)
    look |= {"values": None if values is None else sorted(values), "is_one_hot": is_one_hot}
    return look | {"shape": y.shape[1:]}


def as_words(y):
    """Text, also of an array that holds it in bytes."""
    return np.char.decode(y, "utf-8") if y.dtype.kind == "S" else y


def is_one_among_zeros(block):
    """Whether along the last axis all is zero but one 1."""
    ones = block == 1
    return bool(((block == 0) | ones).all() and (ones.sum(axis=-1) == 1).all())


def is_one_each(look):
    """Whether there is one target for each sample."""
    return tuple(look["shape"]) in ((), (1,))


def are_classes(look, target_type):
    """Whether targets are classes. auto: words; whole numbers of a type without fractions, one for
    each sample and few of them, or, of several for each sample, others than 0 and 1.
    """
    if target_type != "auto" or look["is_text"]:
        return target_type != "number"
    if not look["is_integer"]:
        return False
    return look["values"] is not None if is_one_each(look) else look["high"] > 1


def target_plan(look, target_type, renumber):
    """How targets become numbers for a network, as `as_targets` takes it.

    is_class. values: those that count as 0, 1, 2 ..., where they are not these numbers already.
    classes: how many there are. is_one_hot: how they are told already. to_one_hot: how they are to
    be told.
    """
    is_class = are_classes(look, target_type)
    is_one_hot = is_class and look["is_one_hot"] and not is_one_each(look)
    values = look["values"] if is_class and (look["is_text"] or renumber) else None
    classes = 0
    if is_class:
        classes = look["shape"][-1] if is_one_hot else len(values or ()) or int(look["high"]) + 1
    plan = {"is_class": is_class, "values": None if is_one_hot else values, "classes": classes}
    return plan | {"is_one_hot": is_one_hot, "to_one_hot": target_type == "categorical"}
