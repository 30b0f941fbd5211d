"""How XLA calls a kernel, and how its threads share the work: its typed FFI, version 0.3.

The first argument has a row a sample. The last result is room for notes: as many rows as there are
to be parts. The thread that calls gives all parts but one to XLA's threads, does that one and
returns; whoever ends last tells XLA so, and no thread waits for another. Where no thread can be
had, the one that calls does it all.

Places are those of the structs in XLA's `xla/ffi/api/c_api.h`, eight bytes a pointer.
"""

from functools import cache
from pathlib import Path
from string import Template

NOTES_BYTES = 256
"""Of each part; the first row also has what all of them share."""
MOST_ARRAYS = 24
"""That a kernel may take and make, without the notes."""


def handler(name: str, work: str, arguments: int, results: int) -> str:
    """The function that XLA calls, in LLVM's words, and the one that does a part of it.

    work: a function of pointers to all arrays, the samples, the number of the part and how many
    there are. Raises: ValueError, for more arrays than there is room to note.
    """
    count = arguments + results
    if count > MOST_ARRAYS:
        raise ValueError(f"{name} has {count} arrays; a kernel has at most {MOST_ARRAYS}")
    places = [("arguments", i) for i in range(arguments)]
    places += [("results", i) for i in range(results)]
    return _template().substitute(
        name=name,
        arrays="".join(_array(n, kind, i) for n, (kind, i) in enumerate(places)),
        notes=_array("notes", "results", results),
        noted="".join(_noted(n) for n in range(count)),
        told="".join(_told(n) for n in range(count)),
        call=f"call void @{work}({''.join(f'ptr %array.{n}, ' for n in range(count))}",
        size=NOTES_BYTES,
    )


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("handler.ll").read_text("utf-8"))


def _array(name: int | str, kind: str, i: int) -> str:
    """Of one array, where its numbers lie, and of the notes also how many rows they have."""
    text = f"""
  %buffer.{name}.at = getelementptr ptr, ptr %{kind}, i64 {i}
  %buffer.{name} = load ptr, ptr %buffer.{name}.at
  %array.{name}.at = getelementptr i8, ptr %buffer.{name}, i64 24
  %array.{name} = load ptr, ptr %array.{name}.at"""
    if name in (0, "notes"):
        text += f"""
  %sizes.{name}.at = getelementptr i8, ptr %buffer.{name}, i64 40
  %sizes.{name} = load ptr, ptr %sizes.{name}.at
  %rows.{name} = load i64, ptr %sizes.{name}"""
    return text


def _noted(n: int) -> str:
    return f"""
  %noted.{n} = getelementptr i8, ptr %array.notes, i64 {48 + 8 * n}
  store ptr %array.{n}, ptr %noted.{n}"""


def _told(n: int) -> str:
    return f"""
  %told.{n} = getelementptr i8, ptr %notes, i64 {48 + 8 * n}
  %array.{n} = load ptr, ptr %told.{n}"""
