"""Every module names its counterpart in Keras, and has the same params with the same defaults."""

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from hornstudio.cli import main
from hornstudio.engine.catalog import LEFT_OUT_EVERYWHERE, catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Floats, Nested, Param
from tests.contract.every import every
from tests.parity.twin import OPTAX, OURS_ALONE, counterpart

KINDS = json.loads((Path(__file__).parent / "kinds.json").read_text())
TWINS = [m for m in catalog().modules.values() if m.keras]
"""Modules that Keras has too."""
UNNAMED = object()


@every(TWINS, name=lambda m: f"{m.category}.{m.kind}")
def test_params_and_defaults_are_those_of_keras(module: Module) -> None:
    theirs = keras_params(module)
    ours = {p.name: p for p in module.params if p.name not in OURS_ALONE}
    assert set(ours) | set(module.left_out) >= set(theirs), "missing, and no reason is given"
    assert set(ours) <= set(theirs), "Keras knows nothing of it"
    assert not set(ours) & set(module.left_out)
    assert set(module.left_out) <= set(theirs), "left out, but Keras has no such param"
    for name, param in ours.items():
        if (module.kind, name) in STATED:
            assert STATED[module.kind, name] == (theirs[name], param.default)
        elif theirs[name] is not inspect.Parameter.empty:
            default = read(param, theirs[name])
            assert plain(module, param.default) == plain(module, default), name


@every(OPTAX)
def test_params_and_defaults_are_those_of_optax(kind: str) -> None:
    theirs = inspect.signature(OPTAX[kind]).parameters
    ours = {p.name: p.default for p in catalog().find("schedule", kind).params}
    assert list(ours) == list(theirs)
    for name, param in theirs.items():
        assert param.default in (inspect.Parameter.empty, ours[name]), name


STATED = {
    ("f1_score", "average"): (None, "macro"),
    ("f_beta_score", "average"): (None, "macro"),
    ("category_encoding", "num_tokens"): (None, 10),
}
"""Other defaults than Keras': its own and ours.

A score with None gives a number a class, and a metric is one; num_tokens it then refuses.
"""


def keras_params(module: Module) -> dict[str, Any]:
    """Keras' params with their defaults; without what no module here has."""
    thing = counterpart(module)
    signature = inspect.signature(thing.__init__ if inspect.isclass(thing) else thing)
    skipped = {"self", "args", "kwargs", "x", *LEFT_OUT_EVERYWHERE}
    found = {p.name: p.default for p in signature.parameters.values() if p.name not in skipped}
    ours = {p.name for p in module.params}
    return found | {name: default for name, default in UNNAMED_IN_KERAS.items() if name in ours}


UNNAMED_IN_KERAS = {"activity_regularizer": None, "zero_output_for_mask": False}
"""What Keras' layers hand on to those they are made of."""


def read(param: Param, default: Any) -> Any:
    """Keras' default as our param takes it: one number may stand for two bounds."""
    if not isinstance(param, Floats) or default is None:
        return default
    return param.parse(default, catalog().find)


def plain(module: Module, value: Any) -> Any:
    """A default as both write it: one number for all, a kind for a nested module."""
    if isinstance(value, list | tuple) and value and len(set(value)) == 1:
        return plain(module, value[0])
    if isinstance(value, str):
        return ALIASES.get(value.lower(), value.lower())
    return value


ALIASES = {"uniform": "random_uniform", "normal": "random_normal"}
"""Keras' short names of initializers."""


@every(TWINS, name=lambda m: f"{m.category}.{m.kind}")
def test_counterpart_is_the_one_of_the_list(module: Module) -> None:
    listed = [k for kinds in KINDS.values() for k, name in kinds.items() if k == module.kind]
    assert listed, f"{module.kind} is not in kinds.json"


def test_nested_defaults_exist() -> None:
    for module in catalog().modules.values():
        for param in module.params:
            if isinstance(param, Nested) and isinstance(param.default, str):
                catalog().find(param.category, param.default)


def test_every_kind_of_the_list_is_in_the_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modules", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    there = {(m["category"], m["kind"]) for m in listed}
    kinds = {kind for _, kind in there}
    for category, named in KINDS.items():
        if category == "_source":
            continue
        held = {kind for c, kind in there if c == category}
        missing = set(named) - (kinds if category == "layer" else held)
        assert not missing, category
