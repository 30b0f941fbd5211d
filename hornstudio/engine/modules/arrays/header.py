"""Shape and type of an array, of which only the beginning is read; and why a file is none."""

import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.reading import ARRAY_ENDINGS, array_names, file_of, is_archive
from hornstudio.engine.text import Text

LAYOUT = Text(
    "an .npz that numpy.savez has written, with inputs and targets in it, or an .npy with another "
    "one of the targets beside it"
)
UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What NumPy and the standard library raise of a file that is damaged, or something else."""

_MAGIC = b"\x93NUMPY"
_LOOKED_AT = 512
_KINDS = {
    "O": Text("objects of Python, which can run code when they are read"),
    "c": Text("complex numbers"),
    "V": Text("records of several fields"),
    "M": Text("dates"),
    "m": Text("times"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """What an array is. offset: of its first number in the file that it lies in, where it lies
    there as it is; 0 where it is packed.
    """

    shape: tuple[int, ...]
    dtype: "np.dtype[np.generic]"
    is_fortran: bool
    offset: int = 0

    @property
    def count(self) -> int:
        """Rows."""
        return self.shape[0] if self.shape else 0

    @property
    def nbytes(self) -> int:
        """Of all numbers."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize

    @property
    def kind(self) -> str:
        """NumPy's letter for the kind of its type."""
        return self.dtype.kind


def names_in(file: Path) -> list[str]:
    """Names of all arrays. Raises: DataError where the file holds none, or is damaged."""
    try:
        _refuse_other_files(file)
        names = array_names(file)
    except UNREADABLE as error:
        raise DataError(why_unreadable(file, error)) from None
    if not names:
        raise DataError(
            "{path} is an archive without arrays; need {layout}", path=file.name, layout=LAYOUT
        )
    return names


def header_of(file: Path, name: str) -> Header:
    """What an array is; of one in the file, or beside it. Raises: DataError."""
    try:
        if is_archive(file):
            found = _header_within(file, name)
        else:
            file = file_of(file, name)
            found = _header_alone(file)
    except UNREADABLE as error:
        raise DataError(why_unreadable(file, error)) from None
    if found.kind not in "biufUS":
        raise DataError(
            "{name} in {path} holds {what}; need numbers. In Python: np.asarray({name}, "
            "dtype=float), with rows of one length, then save it again",
            name=name,
            path=file.name,
            what=_KINDS.get(found.kind, Text("something else")),
        )
    return found


def _header_alone(file: Path) -> Header:
    with file.open("rb") as content:
        found = _read_header(content)
    size = os.path.getsize(file)
    if found.kind != "O" and size < found.offset + found.nbytes:
        raise DataError(_broken_off(file))
    return found


def _header_within(file: Path, name: str) -> Header:
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo(f"{name}.npy")
        with archive.open(entry) as content:
            found = _read_header(content)
    if entry.compress_type != zipfile.ZIP_STORED:
        return Header(found.shape, found.dtype, found.is_fortran)
    with file.open("rb") as whole:
        whole.seek(entry.header_offset + 26)
        name_size, extra_size = struct.unpack("<HH", whole.read(4))
    start = entry.header_offset + 30 + name_size + extra_size
    return Header(found.shape, found.dtype, found.is_fortran, start + found.offset)


def _read_header(content: IO[bytes]) -> Header:
    """Raises: ValueError."""
    version = np.lib.format.read_magic(content)
    if version == (1, 0):
        shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(content)
    elif version == (2, 0):
        shape, is_fortran, dtype = np.lib.format.read_array_header_2_0(content)
    else:  # only for records whose fields have names beyond Latin letters
        return Header((), np.dtype("V1"), False)
    return Header(tuple(shape), dtype, is_fortran, content.tell())


def _refuse_other_files(file: Path) -> None:
    """Raises: DataError for what is no file of arrays by its beginning; OSError."""
    with file.open("rb") as content:
        start = content.read(_LOOKED_AT)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", _MAGIC)):
        return
    if not start:
        raise DataError("{path} is empty; need {layout}", path=file.name, layout=LAYOUT)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise DataError(
            "{path} is a web page that was saved in the place of the file; download the file "
            "itself: a page that asks or waits may stand before it",
            path=file.name,
        )
    raise DataError(
        "{path} is no file of arrays ({endings}), whatever its name says; need {layout}",
        path=file.name,
        endings=", ".join(ARRAY_ENDINGS),
        layout=LAYOUT,
    )


def why_unreadable(file: Path, error: Exception) -> Text:
    """What is wrong with a file of arrays, in words."""
    if isinstance(error, FileNotFoundError):
        return Text("there is no file {path}", path=str(error.filename or file))
    if isinstance(error, OSError) and error.errno is not None:
        return Text("cannot read {path}: {reason}", path=file.name, reason=reason_of(error))
    is_directory_lost = isinstance(error, zipfile.BadZipFile) and "not a zip file" in str(error)
    if is_directory_lost or isinstance(error, EOFError):
        return _broken_off(file)
    if isinstance(error, ValueError) and "allow_pickle" in str(error):
        return Text("{path} holds {what}; need numbers", path=file.name, what=_KINDS["O"])
    return Text(
        "{path} is damaged, or not as NumPy saves arrays; copy, download or save it again",
        path=file.name,
    )


def _broken_off(file: Path) -> Text:
    return Text(
        "{path} breaks off before its end; it was not downloaded, copied or written as a whole, "
        "so do that again",
        path=file.name,
    )


def first_numbers(file: Path, name: str, count: int) -> "np.ndarray":
    """As many numbers of an array as that, from the beginning of its file. Raises: DataError."""
    header = header_of(file, name)
    try:
        if is_archive(file):
            with zipfile.ZipFile(file) as archive, archive.open(f"{name}.npy") as content:
                return _numbers(content, header, count)
        with file_of(file, name).open("rb") as content:
            return _numbers(content, header, count)
    except UNREADABLE as error:
        raise DataError(why_unreadable(file, error)) from None


def _numbers(content: IO[bytes], header: Header, count: int) -> "np.ndarray":
    _read_header(content)
    size = header.dtype.itemsize
    found = content.read(min(header.nbytes, count * size))
    return np.frombuffer(found[: len(found) // size * size], header.dtype)
