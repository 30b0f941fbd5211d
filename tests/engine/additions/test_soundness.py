"""Declarations that cannot work are told before anybody uses them."""

from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.additions.soundness import why_unsound
from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Int

GATE = Module(
    kind="gate",
    title="Gate",
    category="core",
    help="Gates.",
    params=(Int(name="units", default=3, low=1, help="How many."),),
    infer=lambda p, x: x,
    apply=lambda w, x, *, units, training: x,
    main=("units",),
)


@pytest.mark.parametrize("module", catalog().modules.values(), ids=lambda m: m.kind)
def test_everything_that_ships_is_sound(module: Module) -> None:
    assert why_unsound(module) is None


def test_a_whole_declaration_is_sound() -> None:
    assert why_unsound(GATE) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category": "cor"}, "gate has the category 'cor'; need one of data, core"),
        ({"apply": None}, "gate has no apply; need apply=... in its declaration"),
        ({"infer": None}, "gate has no infer"),
        ({"category": "metric"}, "gate has no result"),
        ({"category": "callback"}, "gate has no watch"),
        ({"main": ("unit",)}, "gate has no param 'unit', which main names"),
        (
            {"apply": lambda w, x, *, unit: x},
            "the maths of gate asks for 'unit', which is no param of it; it has units",
        ),
        (
            {"apply": lambda w, x, y: x},
            "the maths of gate takes 2 tensors, and it has 1 input ports (input)",
        ),
        (
            {"params": (Int(name="units", default=0, low=1, help=""),)},
            "gate by default: units is 0; need an integer of at least 1",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(change: dict[str, Any], reason: str) -> None:
    assert str(why_unsound(replace(GATE, **change))).startswith(reason)
