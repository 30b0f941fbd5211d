"""Quoting functions with all that they need."""

import math

import pytest

from hornstudio.engine.codegen.quote import Quoter, text_of
from hornstudio.engine.errors import ExportError
from hornstudio.engine.lazy import jnp

FACTOR = 3.0


def scaled(x):
    return FACTOR * x


def area(x):
    """Uses math, a constant and another function; its argument `scaled_` is its own."""
    return math.pi * scaled(x) ** 2


def with_jax(x):
    return jnp.sum(x)


def foreign(x):
    return pytest.approx(x)


def run(quoter: Quoter, *names: str) -> dict:
    space: dict = {}
    exec("\n".join([*quoter.imports, "\n\n".join(quoter.section())]), space)
    return space


def test_a_function_comes_with_what_it_needs() -> None:
    quoter = Quoter()
    assert quoter.name(area) == "area"
    assert run(quoter)["area"](2.0) == area(2.0)


def test_a_taken_name_is_changed_wherever_it_is_named() -> None:
    quoter = Quoter(reserved=["scaled"])
    quoter.name(area)
    space = run(quoter)
    assert space["area"](2.0) == area(2.0)
    assert "scaled" not in space
    assert "scaled_2" in space


def test_a_function_is_quoted_once() -> None:
    quoter = Quoter()
    assert quoter.name(scaled, "apply_") == quoter.name(scaled) == "apply_scaled"
    assert len([t for t in quoter.section() if "def apply_scaled" in t]) == 1
    assert quoter.section() == []


def test_a_head_that_its_new_name_makes_too_long_is_broken() -> None:
    quoter = Quoter()
    name = quoter.name(scaled, "much_" * 20)
    (text,) = [t for t in quoter.section() if name in t]
    assert text.splitlines()[:3] == [f"def {name}(", "    x,", "):"]


def test_jax_is_imported_under_its_usual_name() -> None:
    quoter = Quoter()
    quoter.name(with_jax)
    assert quoter.imports == {"import jax.numpy as jnp"}


def test_other_packages_are_refused() -> None:
    with pytest.raises(ExportError, match="pytest"):
        Quoter().name(foreign)


def test_closures_and_lambdas_are_refused() -> None:
    with pytest.raises(ExportError, match="plain function"):
        Quoter().name(lambda x: x)


def test_strings_stand_in_double_quotes() -> None:
    assert text_of(("same", (1, None), ("a",))) == '("same", (1, None), ("a",))'
