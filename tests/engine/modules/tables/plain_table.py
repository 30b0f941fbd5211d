"""Random tables, written as people write them, and what a network should get of them.

What is expected is worked out from the values that were drawn, not from the text.
"""

import csv
import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

Cell = float | str | None
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
GAPS = ("", "?", "NA", "nan", "#N/A")
SPELLINGS = ("{}", " {} ", "{:.17g}", "{:,}", "{:+.17e}")


@dataclass(frozen=True)
class PlainTable:
    """columns: names. rows: their values. text: the file's. params: how it is to be read."""

    columns: list[str]
    rows: list[list[Cell]]
    text: bytes
    params: dict[str, Any]

    def column(self, place: int) -> list[Cell]:
        return [row[place] for row in self.rows]

    def values(self, place: int) -> list[Any]:
        """All different ones, sorted."""
        return sorted({cell for cell in self.column(place) if cell is not None})

    def expected(self) -> tuple[list[list[float]], list[Any]] | None:
        """Features and targets by row, filled or dropped as asked; None without either."""
        place = self.columns.index(self.params["target"])
        chosen = [number for number in range(len(self.columns)) if self._is_feature(number, place)]
        labels = self.values(place)
        if not chosen or not labels:
            return None
        features, targets = [], []
        for row in self.rows:
            has_gap = any(row[number] is None for number in chosen)
            if row[place] is None or (has_gap and self.params["missing"] == "drop"):
                continue
            features.append([n for number in chosen for n in self._numbers(row[number], number)])
            targets.append(self._target(row[place], labels))
        return features, targets

    def _is_feature(self, number: int, place: int) -> bool:
        values = self.values(number)
        is_few = all(isinstance(v, float) for v in values) or len(values) <= 3
        is_ignored = self.columns[number] in (self.params["ignore"] or ())
        return number != place and bool(values) and is_few and not is_ignored

    def _numbers(self, cell: Cell, number: int) -> list[float]:
        values = self.values(number)
        if isinstance(values[0], str):
            return [float(cell == word) for word in values]
        place = self.columns.index(self.params["target"])
        known = [row[number] for row in self.rows if row[number] is not None]
        trained = [
            v for row in self.rows if row[place] is not None and (v := row[number]) is not None
        ]
        numbers = [float(np.float32(v)) for v in trained] or known
        return [math.fsum(numbers) / len(numbers) if cell is None else cell]

    def _target(self, cell: Cell, labels: list[Any]) -> Any:
        are_numbers = isinstance(labels[0], float)
        if are_numbers and not (len(labels) <= 20 and all(v == round(v) for v in labels)):
            return [cell]
        return labels.index(cell)


@st.composite
def tables(draw: st.DrawFn) -> PlainTable:
    """Tables of every separator, encoding and spelling of numbers, with a heading or without."""
    separator = draw(st.sampled_from(list(SIGNS)))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"]))
    decimal = "point" if separator == "comma" else draw(st.sampled_from(["point", "comma"]))
    kinds = draw(st.lists(st.sampled_from(["count", "number", "word"]), min_size=2, max_size=5))
    rows = draw(st.lists(st.tuples(*map(_cells, kinds)), min_size=1, max_size=8))
    has_heading = draw(st.booleans())
    names = [f"{kind} {place}" for place, kind in enumerate(kinds, 1)]
    if not has_heading:
        names = [f"column {place}" for place in range(1, len(kinds) + 1)]
    spelled = [[draw(_spelled(cell, decimal)) for cell in row] for row in rows]
    kept = [list(row) for row, cells in zip(rows, spelled, strict=True) if any(cells)]
    file = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(file, delimiter=SIGNS[separator], quoting=quoting, lineterminator=end)
    writer.writerows([names, *spelled] if has_heading else spelled)
    params = {
        "target": draw(st.sampled_from(names)),
        "ignore": draw(st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True)),
        "missing": draw(st.sampled_from(["fill", "drop"])),
        "max_categories": 3,
        "encoding": "auto" if encoding.startswith("utf") else encoding,
        "separator": separator,
        "decimal": decimal,
        "header": "yes" if has_heading else "no",
    }
    return PlainTable(names, kept, file.getvalue().encode(encoding), params)


def _cells(kind: str) -> st.SearchStrategy[Cell]:
    values: st.SearchStrategy[Any] = {
        "count": st.integers(-3, 2000).map(float),
        "number": st.floats(-1e6, 1e6, allow_nan=False),
        "word": st.text("ab,;\t|\"'. \n가5-", max_size=3).map(lambda text: ("w" + text).strip()),
    }[kind]
    return st.none() | values


@st.composite
def _spelled(draw: st.DrawFn, cell: Cell, decimal: str) -> str:
    if cell is None:
        return draw(st.sampled_from(GAPS))
    if isinstance(cell, str):
        return cell + draw(st.sampled_from(["", " "]))
    whole = int(cell) if cell == int(cell) and draw(st.booleans()) else cell
    text = draw(st.sampled_from(SPELLINGS)).format(whole)
    return text.translate({44: 46, 46: 44}) if decimal == "comma" else text


def as_arrays(features: list[list[float]], targets: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """As a network gets them."""
    are_numbers = isinstance(targets[0], list)
    return np.array(features, np.float32), np.array(targets, np.float32 if are_numbers else "int32")
