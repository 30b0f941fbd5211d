"""Every sentence that a person may read, as it is looked up: English, with {names}.

Found by reading the source (what is given to `tr`, `Text` and the errors), and by walking the
catalog and the tables that the forms are made of. `python -m tests.translatable [CODE]` prints
those that a language lacks, as JSON to be filled in.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hornstudio.cli.parser.own_words import WORDS
from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Param
from hornstudio.engine.storage.templates import TEMPLATES
from hornstudio.engine.training_settings import TRAINING_PARAMS
from hornstudio.paths import resource
from hornstudio.ui.words.metric import in_sentence

PACKAGE = Path(__file__).parents[1] / "hornstudio"

_TOLD = ("tr", "tr_engine", "Text")
_PLACE = re.compile(r"\{[a-z_]+\}")
_PROGRAMS = ("codegen", "figure", "verification")
"""Folders whose templates with places are made into programs and drawings."""


@cache
def sentences() -> frozenset[str]:
    """Everything that is looked up, but for the titles of modules: those stay English."""
    found = {text for path in _sources() for text in _in_source(path)}
    found |= set(_of_the_catalog()) | set(_of_the_tables())
    return frozenset(text for text in found if has_words(text)) - titles()


@cache
def titles() -> frozenset[str]:
    """Titles of modules: the field's own names, which every language keeps."""
    return frozenset(str(module.title) for module in _modules())


def _modules() -> list[Module]:
    """All of them: those that are nodes, and those that params hold."""
    return list(catalog().modules.values())


def words_of(code: str) -> dict[str, str]:
    """The catalogue of a language, as it ships."""
    path = resource("translations", f"{code}.json")
    return dict(json.loads(path.read_text("utf-8")))


def _sources() -> list[Path]:
    return sorted(PACKAGE.glob("**/*.py"))


def _in_source(path: Path) -> Iterator[str]:
    """What is told at once, what was given a name before, and whatever has places to fill in."""
    nodes, names = list(ast.walk(ast.parse(path.read_text("utf-8")))), set()
    if not set(_PROGRAMS) & set(path.parts):
        yield from _templates_in(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and node.args and _tells(_name_of(node.func)):
            yield from _texts_of(node.args[0])
            names.add(_name_of(node.args[0]))
        if isinstance(node, ast.Call) and _name_of(node.func) == "Module":
            yield from (t for k in node.keywords if k.arg == "help" for t in _texts_of(k.value))
    for node in nodes:
        if isinstance(node, ast.Assign) and {_name_of(t) for t in node.targets} & names - {""}:
            yield from _texts_of(node.value)


def _templates_in(nodes: list[ast.AST]) -> Iterator[str]:
    """Sentences with {names}, which a function of the source may hand on; not those of `f""`."""
    filled_at_once = {
        id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
    }
    described = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    untold = filled_at_once | described
    for node in nodes:
        if not isinstance(node, ast.Constant) or id(node) in untold:
            continue
        text = node.value
        if isinstance(text, str) and _PLACE.search(text) and " " in text:
            yield text


def _tells(name: str) -> bool:
    return name in _TOLD or (name.endswith("Error") and name[0].isupper())


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts_of(argument: ast.expr) -> Iterator[str]:
    """A constant, or either side of `a if b else c`."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _texts_of(argument.body)
        yield from _texts_of(argument.orelse)


def _of_the_catalog() -> Iterator[str]:
    for module in _modules():
        if module.category in ("loss", "metric"):
            yield in_sentence(str(module.title))
        yield getattr(module.help, "template", module.help)
        for param in module.params:
            yield from _of_param(param)


def _of_param(param: Param) -> Iterator[str]:
    """Its options are words of the field, such as `same`, and stay as they are."""
    yield from (str(param.label), str(param.help), str(param.unit))


def _of_the_tables() -> Iterator[str]:
    yield from WORDS
    for param in TRAINING_PARAMS:
        yield from _of_param(param)
    for template in TEMPLATES:
        yield from (str(template.title), str(template.description))


def has_words(text: str) -> bool:
    """Whether there is anything to translate beside values, signs and numbers."""
    outside, depth = "", 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        outside += letter if depth == 0 else ""
    return any(letter.isalpha() for letter in outside)


if __name__ == "__main__":
    code = sys.argv[1] if len(sys.argv) > 1 else "ko"
    try:
        known = words_of(code)
    except FileNotFoundError:
        known = {}
    lacking = sorted(sentences() - set(known))
    print(json.dumps(dict.fromkeys(lacking, ""), ensure_ascii=False, indent=1))
