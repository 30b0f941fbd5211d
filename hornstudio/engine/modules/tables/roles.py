"""What each column of a table is for, and how that is changed."""

from dataclasses import dataclass
from typing import Any, Literal

from hornstudio.engine.modules.tables.encoding import target_place
from hornstudio.engine.modules.tables.loading import features_of
from hornstudio.engine.modules.tables.survey import Column, survey
from hornstudio.engine.params import Values

Role = Literal["feature", "target", "left out"]
ROLES: tuple[Role, ...] = ("feature", "target", "left out")


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """A column and what it is for. can_be: the roles that it may be given."""

    column: Column
    role: Role
    can_be: tuple[Role, ...]


def column_roles(p: Values) -> list[ColumnRole]:
    """All columns of a table that can be read, in the order of the file; none otherwise."""
    columns = survey(p).columns
    place = target_place(columns, p.target)
    chosen = dict(features_of(p, columns))
    return [
        _role_of(column, number == place, number in chosen) for number, column in enumerate(columns)
    ]


def with_role(p: Values, name: str, role: Role) -> dict[str, Any]:
    """The params, as JSON, that change where the column of this name gets a role.

    It may be a name that the file, changed since it was shown, has no more; the check tells that.
    """
    ignored = p.ignore or ()
    if role == "left out":
        return {} if name in ignored else _ignoring(p, [*ignored, name])
    changes = _ignoring(p, [n for n in ignored if n != name])
    if role == "target":
        return {"target": name} | changes
    found = [c for c in survey(p).columns if c["name"] == name and not c["is_number"]]
    count = max((len(c["values"] or ()) for c in found), default=0)
    return changes | ({"max_categories": count} if count > p.max_categories else {})


def _ignoring(p: Values, names: list[str]) -> dict[str, Any]:
    return {} if tuple(names) == (p.ignore or ()) else {"ignore": names or None}


def _role_of(column: Column, is_target: bool, is_chosen: bool) -> ColumnRole:
    if is_target:
        return ColumnRole(column, "target", ("target",))  # another column takes it over
    values = column["values"]
    can_be = tuple(
        role
        for role in ROLES
        if role == "left out" or (values != [] and (column["is_number"] or values is not None))
    )
    return ColumnRole(column, "feature" if is_chosen else "left out", can_be)
