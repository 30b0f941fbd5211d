"""Text by the places that it takes in a terminal: columns, bars and lines that end in time."""

from unicodedata import combining, east_asian_width


def width_of(text: str) -> int:
    """Places that it takes: two for a sign of Korean, none for one that stands over another."""
    if text.isascii():  # nearly all are, and there may be 10,000 runs
        return len(text)
    return sum(map(_width, text))


def _width(sign: str) -> int:
    return 0 if combining(sign) else 1 + (east_asian_width(sign) in "FW")


def padded(text: str, width: int, *, right: bool = False) -> str:
    """With blanks behind it, or before it, until it takes so many places."""
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def cut(text: str, width: int) -> str:
    """What of it fits into so many places."""
    if text.isascii():
        return text[:width]
    taken = 0
    for i, sign in enumerate(text):
        taken += _width(sign)
        if taken > width:
            return text[:i]
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Its words in lines that take so many places; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def print_table(rows: list[tuple[str, ...]], right: tuple[int, ...] = ()) -> None:
    """Columns as wide as they need to be; those in `right` end at the same place."""
    lines = [tuple(" ".join(cell.splitlines()) for cell in row) for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            padded(cell, width, right=i in right)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
