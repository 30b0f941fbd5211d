"""Kinds of setting: what a param can hold, its bounds, unit, default and help.

Each kind turns raw JSON into a checked value (`parse`), back (`to_json`), text that a person
typed into a value (`read`), and a value into text (`show`). From the same declaration come the
inspector's form, the file's checks, generated code and the reference.

param    what all kinds share;  choices, numbers, words: kinds
nested   a module as a setting, with settings of its own
"""

from hornstudio.engine.params.choices import Choice, Flag
from hornstudio.engine.params.nested import Nested, nested_json
from hornstudio.engine.params.numbers import Float, Floats, Int, Ints
from hornstudio.engine.params.param import (
    Find,
    Param,
    ParamOwner,
    Setting,
    Values,
    complete,
    faults,
    fitting,
    label_of,
    unknown_param,
    value_of,
)
from hornstudio.engine.params.words import FigureName, FilePath, FolderPath, WordList, Words

__all__ = [
    "Choice",
    "FigureName",
    "FilePath",
    "Find",
    "Flag",
    "Float",
    "Floats",
    "FolderPath",
    "Int",
    "Ints",
    "Nested",
    "Param",
    "ParamOwner",
    "Setting",
    "Values",
    "WordList",
    "Words",
    "complete",
    "faults",
    "fitting",
    "label_of",
    "nested_json",
    "unknown_param",
    "value_of",
]
