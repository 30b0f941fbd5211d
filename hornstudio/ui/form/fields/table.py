"""Which field shows which kind of param: the one place to add to."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import (
    Choice,
    FigureName,
    FilePath,
    Flag,
    Float,
    Floats,
    FolderPath,
    Int,
    Ints,
    Nested,
    Param,
    WordList,
    Words,
)
from hornstudio.ui.form.fields.choice import ChoiceField
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.form.fields.file import FileField
from hornstudio.ui.form.fields.flag import FlagField
from hornstudio.ui.form.fields.folder import FolderField
from hornstudio.ui.form.fields.ints import IntsField
from hornstudio.ui.form.fields.nested import NestedField
from hornstudio.ui.form.fields.number import NumberField
from hornstudio.ui.form.fields.text import TextField


def _ints_field(param: Ints, modules: Catalog) -> Field:
    return IntsField(param, modules) if param.length else TextField(param, modules)


def _flag_field(param: Flag, modules: Catalog) -> Field:
    # A switch has no third position for "not set".
    return TextField(param, modules) if param.optional else FlagField(param, modules)


FIELDS: dict[type[Param], Callable[[Any, Catalog], Field]] = {
    Int: NumberField,
    Float: NumberField,
    Choice: ChoiceField,
    Flag: _flag_field,
    Ints: _ints_field,
    Floats: TextField,
    FigureName: TextField,
    FilePath: FileField,
    FolderPath: FolderField,
    Words: TextField,
    WordList: TextField,
    Nested: NestedField,
}


def make_field(param: Param, modules: Catalog) -> Field:
    """The field of a param. A kind of param from elsewhere gets its nearest ancestor's field, or
    a line of text, which goes through the param's own `read` and `show`.
    """
    for ancestor in type(param).__mro__:
        if ancestor in FIELDS:
            return FIELDS[ancestor](param, modules)
    return TextField(param, modules)
