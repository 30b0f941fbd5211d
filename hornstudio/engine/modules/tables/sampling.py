"""The samples of a table as arrays. Plain Python that stands alone: exports quote it."""

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.split import training_rows
from hornstudio.engine.modules.tables.columns import look_at_columns
from hornstudio.engine.modules.tables.encoding import (
    are_classes,
    as_features,
    feature_columns,
    fillings,
    held_out,
    target_place,
    targets,
    with_means,
)
from hornstudio.engine.modules.tables.reading import find_table, names_of, table_blocks


def load_table(
    find,
    *,
    path,
    target,
    target_type,
    ignore,
    missing,
    max_categories,
    validation_path,
    test_path,
    test_split,
    encoding,
    separator,
    decimal,
    header,
    validation_split,
    order,
    seed,
):
    """Rows of a table to train, test and validate with, without those that lack the target.

    features [N, F]: numbers as they are, in gaps the mean of the rows that train, words one-hot;
    target [N]: the number of its class, or that one-hot [N, classes], or a number [N, 1]. seed:
    draws what is kept back to validate with. What has a file of its own is read from there, as
    columns and classes are in the first one, and nothing is kept back for it.
    """
    how = (encoding, separator, decimal, header)
    table = find_table(path)
    columns, _ = look_at_columns(table, *how)
    chosen = feature_columns(columns, target_place(columns, target), ignore, max_categories)
    wish = (target, target_type, missing)
    share = 0.0 if validation_path else validation_split
    split = (0.0 if test_path else test_split, share, order, seed)
    parts, chosen = samples_of(columns, table_blocks(table, *how), chosen, *wish, split)
    test, validation = (
        further_samples(columns, find_table(at), how, chosen, *wish) if at else {}
        for at in (test_path, validation_path)
    )
    return parts[0], test or parts[1], validation


def samples_of(columns, blocks, chosen, target, target_type, missing, split):
    """Those to train and those to test with, of columns that are known and of blocks as
    `table_blocks` gives them; and the columns that are chosen, with the means that took the place
    of gaps.
    """
    places = range(len(columns))
    feature, label = numbers_in_rows(columns, blocks, places, chosen, target, target_type, missing)
    is_test = held_out(len(label), split[0])
    chosen = with_means(chosen, feature[training_rows(np.flatnonzero(~is_test), *split[1:])])
    whole = as_samples(columns, feature, label, chosen, target, target_type)
    train, test = (
        {port: array[part] for port, array in whole.items()} if part.any() else {}
        for part in (~is_test, is_test)
    )
    return (train, test), chosen


def further_samples(columns, path, how, chosen, target, target_type, missing):
    """All rows of a further table with such columns, in any order; chosen: those of the features,
    with what takes the place of gaps.
    """
    blocks = table_blocks(path, *how)
    places = places_among(columns, blocks[0])
    feature, label = numbers_in_rows(columns, blocks, places, chosen, target, target_type, missing)
    return as_samples(columns, feature, label, chosen, target, target_type)


def places_among(columns, names):
    """Where each column is in a table with these names, None where it is not; all in their order
    where that has as many columns, without names.
    """
    known = [column["name"] for column in columns]
    if names == names_of([""] * len(names)) and names != known and len(names) == len(known):
        return range(len(names))
    return [names.index(name) if name in names else None for name in known]


def numbers_in_rows(columns, blocks, places, chosen, target, target_type, missing):
    """Features [N, F], nan in gaps, and targets [N] of the rows that count. places: of columns."""
    place = target_place(columns, target)
    is_class = are_classes(columns[place], target_type)
    there = [(places[number], column) for number, column in chosen]
    features, labels = [], []
    _, fraction, rows = blocks
    for block in rows:
        label = targets(block[places[place]], columns[place], is_class, fraction)
        feature = as_features(block, there, fraction)
        kept = ~np.isnan(label)
        if missing == "drop":
            kept &= ~np.isnan(feature).any(axis=1)
        features.append(feature[kept])
        labels.append(label[kept])
    return np.concatenate(features), np.concatenate(labels)


def as_samples(columns, feature, label, chosen, target, target_type):
    """Arrays by port: gaps are filled, and targets are as the network is to learn them."""
    column = columns[target_place(columns, target)]
    feature = np.where(np.isnan(feature), fillings(chosen), feature)
    if not are_classes(column, target_type):
        return {"features": feature, "target": label.astype(np.float32)[:, None]}
    label = label.astype(np.int32)
    if target_type == "categorical":
        label = np.eye(len(column["values"]), dtype=np.float32)[label]
    return {"features": feature, "target": label}
