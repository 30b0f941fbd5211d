"""What a network said of samples, as a table: the likeliest class and the share of each."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hornstudio.engine.lazy import np

Outputs = Mapping[str, "np.ndarray"]
Classes = Mapping[str, Sequence[str]]


def with_shares(outputs: Outputs, scored: Iterable[str]) -> dict[str, "np.ndarray"]:
    """The same [N, ...] by output, where the raw scores of those in `scored` became shares."""
    return {name: _softmax(array) if name in scored else array for name, array in outputs.items()}


def _softmax(scores: "np.ndarray") -> "np.ndarray":
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sample_names(files: Sequence[Path], count: int) -> list[str]:
    """What each of so many samples is called: its file, or its row where a file holds several.

    Files of one name in several folders are told apart by their paths.
    """
    if len(files) == count:
        names = [file.name for file in files]
        return names if len(set(names)) == count else [str(file) for file in files]
    return [str(number) for number in range(1, count + 1)]


def as_csv(samples: Sequence[str], outputs: Outputs, classes: Classes) -> bytes:
    """A row for each sample, in UTF-8 with the mark that spreadsheet programs look for.

    samples: their names. classes: of an output's numbers, by output.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["sample", *_heading(outputs, classes)])
    for place, sample in enumerate(samples):
        writer.writerow([sample, *_row(place, outputs, classes)])
    return file.getvalue().encode("utf-8-sig")


def _heading(outputs: Outputs, classes: Classes) -> Iterator[str]:
    for name, array in outputs.items():
        width = math.prod(array.shape[1:])
        if names := classes.get(name):
            yield name
            yield from (f"{name}: {each}" for each in names)
        elif width == 1:
            yield name
        else:
            yield from (f"{name} {number}" for number in range(1, width + 1))


def _row(place: int, outputs: Outputs, classes: Classes) -> Iterator[str]:
    for name, array in outputs.items():
        if names := classes.get(name):
            yield names[int(array[place].argmax())]
        yield from (f"{number:.7g}" for number in array[place].flat)
