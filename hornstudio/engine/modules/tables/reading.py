"""A table in a file as rows of text. Plain Python that stands alone: exports quote it."""

import codecs
import csv
import itertools
import os
import re
import unicodedata

from hornstudio.engine.modules.own_path import find_own

SEPARATORS = ("comma", "semicolon", "tab", "bar")
TABLE_ENDINGS = (".csv", ".tsv", ".tab")
ROWS_AT_ONCE = 500  # more would not stay in a processor's cache
LINES_LOOKED_AT = 50
GREATEST = 3.4028234663852886e38  # that a network can compute with, in 32 bits
NOTHING = (
    *("", "?", ".", "na", "n/a", "n.a.", "<na>", "nan", "null", "none", "inf", "infinity"),
    *("#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"),  # of spreadsheets
)


def find_table(path):
    """Where a file is: as it is named, or below a folder of $HORNSTUDIO_DATA."""
    return find_own(path, os.path.isfile)


def encoding_of(path, encoding):
    """What the file is written in: UTF-8, or UTF-16 with its mark, or Korean's CP949, or Latin."""
    if encoding != "auto":
        return encoding
    with open(path, "rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
    for guess in ("utf-8-sig", "cp949"):
        try:
            with open(path, encoding=guess, newline="") as file:
                while file.read(1 << 20):
                    pass
            return guess
        except UnicodeDecodeError:
            continue
    return "latin-1"


def separator_of(lines, separator):
    """The sign between cells: one that each line has as often; else what the first has most of.

    What is in quotes does not count. A comma comes last, as it may also begin fractions.
    """
    if separator != "auto":
        return ",;\t|"[SEPARATORS.index(separator)]
    unquoted = re.sub('"[^"]*"', "", "".join(lines))
    bare = [line for line in re.split(r"[\r\n]+", unquoted) if line.strip()] or [""]
    for sign in "\t;|":
        counts = {line.count(sign) for line in bare}
        if len(counts) == 1 and 0 not in counts:
            return sign
    return max(",;\t|", key=bare[0].count)


def open_table(path, encoding, separator):
    """All rows of a table [cells], one after the other, and the sign between its cells.

    Lines without anything are left out.
    """
    written_in = encoding_of(path, encoding)
    with open(path, encoding=written_in, newline="") as file:
        sign = separator_of(list(itertools.islice(file, LINES_LOOKED_AT)), separator)

    def rows():
        with open(path, encoding=written_in, newline="") as file:
            found = filter(any, csv.reader(file, delimiter=sign, skipinitialspace=True))
            yield from map(written_together, found)

    return rows(), sign


def written_together(cells):
    """Cells as most systems write them: a Mac may write the letters of a word apart (NFD).

    To a person that is the same word, and so it is here.
    """
    if all(map(str.isascii, cells)):
        return cells
    return [unicodedata.normalize("NFC", cell) for cell in cells]


def fraction_of(rows, sign, decimal):
    """The signs that may begin a fraction: ".", or ",", or ".," where there may be either.

    A comma groups thousands where it also separates cells, and in all numbers where one of them
    shows it, such as 1,234.5.
    """
    if decimal != "auto":
        return "." if decimal == "point" else ","
    grouped = re.compile(r"[+-]?[0-9]{1,3}((,[0-9]{3})+\.[0-9]+|(,[0-9]{3}){2,})")
    if sign == "," or any(grouped.fullmatch(cell.strip()) for row in rows for cell in row):
        return "."
    return ".,"


def is_missing(cell):
    """Whether a cell says that there is nothing, or nothing that can be computed with."""
    return cell.strip().lower().lstrip("+-") in NOTHING


def number_in(cell, fraction):
    """The number in a cell, nan in an empty one. Raises: ValueError where there are words.

    The sign that does not begin its fraction, or a space that does not break, groups thousands.
    """
    text = cell.strip()
    if is_missing(text):
        return float("nan")
    point = "," if fraction == "," or (fraction == ".," and "," in text) else "."
    group = "." if point == "," else ","
    whole, has_point, rest = text.partition(point)
    first, *groups = re.split(f"[{group}\u00a0\u202f]", whole)
    is_grouped = 1 <= len(first.lstrip("+-")) <= 3 and all(len(part) == 3 for part in groups)
    if (groups and not is_grouped) or group in rest or "_" in text:
        raise ValueError(text)
    number = float("".join([first, *groups, "." if has_point else "", rest]))
    if abs(number) > GREATEST:
        raise ValueError(text)
    return number


def numbers_in(cells, fraction):
    """The numbers in many cells. Raises: ValueError where there are words."""
    if fraction != "," and "_" not in "".join(cells):
        try:
            numbers = list(map(float, cells))  # quick, and so for most tables
        except ValueError:
            pass
        else:
            if sum(map(abs, numbers)) <= GREATEST:
                return numbers
    return [number_in(cell, fraction) for cell in cells]


def is_heading(cells, fraction):
    """Whether a first row names the columns: none of its cells has a number."""
    for cell in cells:
        try:
            number = number_in(cell, fraction)
        except ValueError:
            continue
        if number == number:
            return False
    return True


def names_of(cells):
    """Names of columns, without commas and each once: a second one of a name gets a number."""
    names = []
    for place, cell in enumerate(cells):
        wish = " ".join(cell.replace(",", " ").split()) or f"column {place + 1}"
        others = (f"{wish} ({n})" for n in itertools.count(2))
        names.append(wish if wish not in names else next(n for n in others if n not in names))
    return names


def table_blocks(path, encoding, separator, decimal, header):
    """Names of the columns, the signs that begin fractions, and the rows as blocks of columns.

    Rows that are too short end in empty cells. Raises: ValueError where one is too long.
    """
    rows, sign = open_table(path, encoding, separator)
    start = list(itertools.islice(rows, ROWS_AT_ONCE))
    fraction = fraction_of(start, sign, decimal)
    if not start:
        return [], fraction, iter(())
    has_heading = is_heading(start[0], fraction) if header == "auto" else header == "yes"
    names = names_of(start[0] if has_heading else [""] * len(start[0]))
    rows = itertools.chain(start[has_heading:], rows)

    def blocks():
        width = len(names)
        while block := list(itertools.islice(rows, ROWS_AT_ONCE)):
            if max(map(len, block)) > width:
                raise ValueError(f"a row has {max(map(len, block))} cells, the first one {width}")
            even = [row if len(row) == width else (row + [""] * width)[:width] for row in block]
            yield list(zip(*even, strict=True))

    return names, fraction, blocks()
