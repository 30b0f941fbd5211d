"""A table's columns as numbers for a network. Plain Python that stands alone: exports quote it."""

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.tables.reading import numbers_in

MOST_CLASSES_OF_NUMBERS = 20


def target_place(columns, target):
    """Number of the column to predict: that of this name, or the last one; None without it."""
    names = [column["name"] for column in columns]
    if not target:
        return len(names) - 1 if names else None
    return names.index(target) if target in names else None


def feature_columns(columns, place, ignore, max_categories):
    """The columns that features are made of: numbers, and words of which there are few."""
    return [
        (number, column)
        for number, column in enumerate(columns)
        if number != place
        and column["name"] not in (ignore or ())
        and column["values"] != []
        and (column["is_number"] or len(column["values"] or ()) in range(1, max_categories + 1))
    ]


def are_classes(column, target_type):
    """Whether what is to be predicted is a class: words, or a few whole numbers."""
    if target_type != "auto":
        return target_type != "number"
    values = column["values"]
    if not column["is_number"] or values is None:
        return not column["is_number"]
    return len(values) <= MOST_CLASSES_OF_NUMBERS and all(v == int(v) for v in values)


def width_of(column):
    """How many numbers a column gives: itself, or a one at the place of its word."""
    return 1 if column["is_number"] else len(column["values"])


def class_numbers(cells, column, fraction):
    """Places of the cells among the values of their column [N], -1 for what is not there."""
    places = {value: place for place, value in enumerate(column["values"])}
    if column["is_number"]:
        return np.array(
            [places.get(number, -1) for number in numbers_in(cells, fraction)], np.int32
        )
    return np.array([places.get(cell.strip(), -1) for cell in cells], np.int32)


def as_features(block, chosen, fraction):
    """Features [N, F] of a block of columns; nan in the place of what is missing."""
    parts = []
    for number, column in chosen:
        cells = block[number]
        if column["is_number"]:
            parts.append(np.array(numbers_in(cells, fraction), np.float32)[:, None])
        else:
            places = class_numbers(cells, column, fraction)
            one_hot = np.eye(len(column["values"]), dtype=np.float32)[places]
            one_hot[places < 0] = np.nan
            parts.append(one_hot)
    return np.concatenate(parts, axis=1)


def with_means(chosen, features):
    """The columns, those of numbers with the means of these rows [N, F]; a column of gaps stays."""
    found, place = [], 0
    for number, column in chosen:
        numbers = features[:, place]
        numbers = numbers[~np.isnan(numbers)]
        if column["is_number"] and len(numbers):
            column = {**column, "mean": float(numbers.mean(dtype=np.float64))}
        found.append((number, column))
        place += width_of(column)
    return found


def fillings(chosen):
    """What takes the place of gaps [F]: a column's mean, and for words none of them."""
    return np.concatenate(
        [np.full(width_of(c), c["mean"] if c["is_number"] else 0, np.float32) for _, c in chosen]
    )


def targets(cells, column, is_class, fraction):
    """The target [N], as the number of its class or as it is; nan where it is missing."""
    if not is_class:
        return np.array(numbers_in(cells, fraction), np.float64)
    places = class_numbers(cells, column, fraction)
    return np.where(places < 0, np.nan, places)


def held_out(count, share):
    """For each of so many rows whether it is kept to test with."""
    order = np.random.default_rng(count).permutation(count)
    return order < round(count * share)
