"""A table in a file as rows of text. Plain Python that stands alone: exports quote it."""

import codecs
import csv
import itertools
import os
import pathlib

SEPARATORS = ("comma", "semicolon", "tab", "bar")
TABLE_ENDINGS = (".csv", ".tsv", ".tab")
ROWS_AT_ONCE = 500  # more would not stay in a processor's cache


def find_table(path):
    """Where a file is: as it is named, or below a folder of $HORNSTUDIO_DATA."""
    named = pathlib.Path(path).expanduser()
    listed = os.environ.get("HORNSTUDIO_DATA", "").split(os.pathsep)
    places = [pathlib.Path(part).expanduser() / named for part in listed if part]
    return next((place for place in places if place.is_file()), named)


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


def separator_of(first_line, separator):
    """The sign between cells: the one that the first line has most often, outside of quotes."""
    if separator != "auto":
        return ",;\t|"[SEPARATORS.index(separator)]
    bare = "".join(first_line.split('"')[::2])
    return max(",;\t|", key=bare.count)


def open_table(path, encoding, separator):
    """All rows of a table [cells], one after the other, and the sign between its cells.

    Lines without anything are left out.
    """
    written_in = encoding_of(path, encoding)
    with open(path, encoding=written_in, newline="") as file:
        sign = separator_of(file.readline(), separator)

    def rows():
        with open(path, encoding=written_in, newline="") as file:
            yield from filter(any, csv.reader(file, delimiter=sign, skipinitialspace=True))

    return rows(), sign


def is_missing(cell):
    """Whether a cell says that there is nothing."""
    return cell.strip().lower() in ("", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none")


def number_in(cell, sign):
    """The number in a cell, nan in an empty one. Raises: ValueError where there are words.

    Commas group thousands where they also separate cells, elsewhere they begin the fraction.
    """
    text = cell.strip()
    if is_missing(text):
        return float("nan")
    if "_" in text:
        raise ValueError(text)
    if "," in text and sign == ",":
        whole, *groups = text.partition(".")[0].split(",")
        if not 1 <= len(whole.lstrip("+-")) <= 3 or any(len(group) != 3 for group in groups):
            raise ValueError(text)
        text = text.replace(",", "")
    elif "," in text:
        text = text.replace(".", "").replace(",", ".")
    return float(text)


def numbers_in(cells, sign):
    """The numbers in many cells. Raises: ValueError where there are words."""
    if "_" not in "".join(cells):
        try:
            return list(map(float, cells))  # quick, and so for most tables
        except ValueError:
            pass
    return [number_in(cell, sign) for cell in cells]


def is_heading(cells, sign):
    """Whether a first row names the columns: none of its cells has a number."""
    for cell in cells:
        try:
            number = number_in(cell, sign)
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


def table_blocks(path, encoding, separator, header):
    """Names of the columns, the sign between cells, and the rows as blocks of columns.

    Rows that are too short end in empty cells. Raises: ValueError where one is too long.
    """
    rows, sign = open_table(path, encoding, separator)
    first = next(rows, None)
    if first is None:
        return [], sign, iter(())
    has_heading = is_heading(first, sign) if header == "auto" else header == "yes"
    names = names_of(first if has_heading else [""] * len(first))
    rows = rows if has_heading else itertools.chain([first], rows)

    def blocks():
        width = len(names)
        while block := list(itertools.islice(rows, ROWS_AT_ONCE)):
            if max(map(len, block)) > width:
                raise ValueError(f"a row has {max(map(len, block))} cells, the first one {width}")
            even = [row if len(row) == width else (row + [""] * width)[:width] for row in block]
            yield list(zip(*even, strict=True))

    return names, sign, blocks()
