"""What each array of a file is for, and how that is changed."""

from dataclasses import dataclass

from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.arrays.header import Header, header_of
from hornstudio.engine.modules.arrays.reading import find_arrays
from hornstudio.engine.modules.arrays.survey import KEYS, Survey, survey
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

MOST = 40
"""Arrays that are looked at; of a folder with more files the others are named in the settings."""
NONE = ""


@dataclass(frozen=True, slots=True)
class ArrayRole:
    """An array, what it is, and what it is for: one of KEYS, or NONE. header is None where it
    cannot be read as numbers or words.
    """

    name: str
    header: Header | None
    role: str


_last: list[tuple[Survey, list[ArrayRole]]] = []


def array_roles(p: Values) -> list[ArrayRole]:
    """Arrays of a file that can be read, those with a role first; none otherwise."""
    found = survey(p)
    if found.trouble is not None or not found.names:
        return []
    if not (_last and _last[0][0] is found):
        roles = {name: key for key, name in found.assigned.items()}
        names = sorted(found.names, key=lambda name: _place(roles.get(name, NONE)))[:MOST]
        _last[:] = [(found, [_role_of(p, name, roles.get(name, NONE)) for name in names])]
    return _last[0][1]


def with_role(p: Values, name: str, role: str) -> dict[str, str]:
    """The params that change where the array of this name gets a role; another that was named for
    it loses it, and this one those that it was named for.
    """
    changes = {key: "" for key in KEYS if p[key] == name and key != role}
    return changes | ({role: name} if role else {})


def _place(role: str) -> int:
    return KEYS.index(role) if role else len(KEYS)


def _role_of(p: Values, name: str, role: str) -> ArrayRole:
    try:
        return ArrayRole(name, header_of(find_arrays(p["path"]), name), role)
    except DataError:
        return ArrayRole(name, None, role)


def type_text(header: Header) -> str | Text:
    """`uint8`; what words are called."""
    return Text("words") if header.kind in "US" else header.dtype.newbyteorder("=").name
