"""How XLA calls a kernel, and how its threads share the work: its typed FFI, version 0.3.

The first argument has a row a sample. The last result is empty, but has as many rows as there are
to be parts. The thread that calls asks for other threads, does parts itself until none is left, and
returns; whoever ends the last part tells XLA so. No thread waits for another, and one that comes
late finds nothing to do: where the others are busy, the one that calls does it all. The bits are
the same, whoever does which part.

Places are those of the structs in XLA's `xla/ffi/api/c_api.h`, eight bytes a pointer.
"""

from functools import cache
from pathlib import Path
from string import Template

_NOTES_BYTES = 56
"""Of what threads share, before the arrays."""


def handler(name: str, work: str, arguments: int, results: int) -> str:
    """The function that XLA calls, in LLVM's words, and the one in which threads do the work.

    work: a function of pointers to all arrays, the samples, the number of the part and how many
    there are.
    """
    count = arguments + results
    places = [("arguments", i) for i in range(arguments)]
    places += [("results", i) for i in range(results)]
    return _template().substitute(
        name=name,
        arrays="".join(
            [
                *(_buffer(n, kind, i) + _array(n) for n, (kind, i) in enumerate(places)),
                _sizes(0, "rows"),
                "\n  %rows = load i64, ptr %sizes.rows",
                _buffer("parts", "results", results) + _sizes("parts", "parts"),
            ]
        ),
        noted="".join(_noted(n) for n in range(count)),
        told="".join(_told(n) for n in range(count)),
        call=f"call void @{work}({''.join(f'ptr %array.{n}, ' for n in range(count))}",
        size=_NOTES_BYTES + 8 * count,
    )


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("handler.ll").read_text("utf-8"))


def _buffer(name: int | str, kind: str, i: int) -> str:
    return f"""
  %buffer.{name}.at = getelementptr ptr, ptr %{kind}, i64 {i}
  %buffer.{name} = load ptr, ptr %buffer.{name}.at"""


def _array(n: int) -> str:
    """Where the numbers of an array lie."""
    return f"""
  %array.{n}.at = getelementptr i8, ptr %buffer.{n}, i64 24
  %array.{n} = load ptr, ptr %array.{n}.at"""


def _sizes(buffer: int | str, name: str) -> str:
    """Where it stands how long an array is in each dimension."""
    return f"""
  %sizes.{name}.at = getelementptr i8, ptr %buffer.{buffer}, i64 40
  %sizes.{name} = load ptr, ptr %sizes.{name}.at"""


def _noted(n: int) -> str:
    return f"""
  %noted.{n} = getelementptr i8, ptr %notes, i64 {_NOTES_BYTES + 8 * n}
  store ptr %array.{n}, ptr %noted.{n}"""


def _told(n: int) -> str:
    return f"""
  %told.{n} = getelementptr i8, ptr %notes, i64 {_NOTES_BYTES + 8 * n}
  %array.{n} = load ptr, ptr %told.{n}"""
