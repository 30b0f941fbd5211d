"""What is in each column of a table. Plain Python that stands alone: exports quote it."""

import itertools
import math

from hornstudio.engine.modules.tables.reading import is_missing, numbers_in, table_blocks

MOST_VALUES = 1000
LEAST_COUNTED = 10


def look_at_columns(path, encoding, separator, decimal, header):
    """Every column of a table, and how many rows it has.

    A column: its name; is_number: whether all its cells hold numbers; values: all different ones,
    sorted, or None where there are more than MOST_VALUES; gaps: cells that hold nothing; and where
    there are numbers low, high and mean, their least, greatest and mean, and is_count: whether each
    is one more than that of the row before, as where rows are numbered.
    """
    names, fraction, blocks = table_blocks(path, encoding, separator, decimal, header)
    tallies = [new_tally() for _ in names]
    count = 0
    for block in blocks:
        count += len(block[0])
        for tally, cells in zip(tallies, block, strict=True):
            add_cells(tally, cells, fraction)
    told = zip(names, tallies, strict=True)
    return [column_of(name, tally, count, fraction) for name, tally in told], count


def new_tally():
    """What is counted of a column of which no cell was seen yet."""
    numbers = {"low": math.inf, "high": -math.inf, "sum": 0, "next": None}
    return {"cells": set(), "is_number": True, "gaps": 0} | numbers


def add_cells(tally, cells, fraction):
    """Count some more cells of a column in."""
    if len(tally["cells"]) <= MOST_VALUES:
        tally["cells"].update(cells)
    if tally["is_number"]:
        try:
            found = [number for number in numbers_in(cells, fraction) if number == number]
        except ValueError:
            tally["is_number"] = False
        else:
            tally["gaps"] += len(cells) - len(found)
            tally["low"] = min(tally["low"], *found, math.inf)
            tally["high"] = max(tally["high"], *found, -math.inf)
            tally["sum"] += math.fsum(found)
            tally["next"] = next_number(found, tally["next"])
            return
    tally["gaps"] += sum(map(is_missing, cells))


def next_number(numbers, wanted):
    """The number after some that each are one more than the one before; nan after others.

    wanted: what the first of them has to be; None for any number.
    """
    if not numbers or not (wanted is None or numbers[0] == wanted):
        return math.nan
    pairs = itertools.pairwise(numbers)
    return numbers[-1] + 1 if all(after - before == 1 for before, after in pairs) else math.nan


def column_of(name, tally, count, fraction):
    """What a column is, after all its cells were counted in. One without any is of numbers."""
    words = {cell.strip() for cell in tally["cells"] if not is_missing(cell)}
    is_number = tally["is_number"]
    is_few = len(tally["cells"]) <= MOST_VALUES
    values = sorted(set(numbers_in(words, fraction)) if is_number else words) if is_few else None
    column = {"name": name, "is_number": is_number, "values": values, "gaps": tally["gaps"]}
    if is_number and tally["gaps"] < count:
        mean = tally["sum"] / (count - tally["gaps"])
        is_count = count >= LEAST_COUNTED and tally["next"] == tally["low"] + count
        column.update(low=tally["low"], high=tally["high"], mean=mean, is_count=is_count)
    return column
