"""What a module's function asks for, read from its signature."""

from typing import Any

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.signature import signature_of


def test_a_signature_says_what_a_function_is_given() -> None:
    def apply(w: Any, s: Any, x: Any, y: Any, *, training: bool, key: Any, rate: float) -> None: ...

    asks = signature_of(apply)
    assert (asks.takes_weights, asks.takes_state, asks.ports) == (True, True, 2)
    assert (asks.params, asks.run_time) == (("rate",), ("training", "key"))


def test_what_is_not_asked_for_is_not_given() -> None:
    asks = signature_of(lambda x: x)
    assert (asks.takes_weights, asks.takes_state, asks.ports) == (False, False, 1)
    assert asks.params == asks.run_time == ()


def test_optional_tensors_count_as_ports() -> None:
    loss = catalog().get("categorical_crossentropy")
    assert signature_of(loss.apply).ports == len(loss.inputs) == 3


@pytest.mark.parametrize("module", catalog().nodes(), ids=lambda m: m.kind)
def test_every_module_asks_only_for_what_there_is(module: Module) -> None:
    if module.apply is None:
        assert module.role == "data"
        return
    asks = signature_of(module.apply)
    assert set(asks.params) <= {p.name for p in module.params}
    if module.role != "optimizer":
        assert asks.ports == len(module.inputs)
    if module.result is not None:
        assert set(signature_of(module.result).params) <= {p.name for p in module.params}
