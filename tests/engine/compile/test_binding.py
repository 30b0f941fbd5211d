"""How a module's function is called, read from its signature."""

from typing import Any

import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_params, bind_setting
from hornstudio.engine.module import Module
from hornstudio.engine.params import Setting, Values, complete
from hornstudio.engine.signature import signature_of


def values_of(kind: str, **given: Any) -> tuple[Module, Values]:
    module = catalog().get(kind)
    assert module is not None
    return module, complete(module.params, given, catalog().find)


def test_a_function_may_take_all_other_params_of_its_module() -> None:
    module, values = values_of("sgd", momentum=0.5)
    assert signature_of(module.apply).params == ("momentum", "nesterov")
    assert list(bind_params(module, values, catalog())) == [p.name for p in module.params]


def test_params_are_bound_as_apply_takes_them() -> None:
    module, values = values_of("dense", units=3, activation={"kind": "relu"})
    bound = bind_params(module, values, catalog())
    assert list(bound) == ["activation"]
    assert bound["activation"](np.float32([-1, 2])).tolist() == [0, 2]
    module, values = values_of("dense", activation=None)
    assert bind_params(module, values, catalog()) == {"activation": None}


def test_a_held_module_keeps_its_own_params() -> None:
    leaky = {"kind": "relu", "params": {"negative_slope": 0.5}}
    module, values = values_of("dense", activation=leaky)
    assert bind_params(module, values, catalog())["activation"](np.float32(-4)).item() == -2


def test_a_schedule_in_an_optimizer_becomes_a_function_of_the_step() -> None:
    decay = {"kind": "exponential_decay", "params": {"initial_learning_rate": 0.5}}
    module, values = values_of("sgd", learning_rate=decay)
    rate = bind_params(module, values, catalog())["learning_rate"]
    assert float(rate(0)) == 0.5
    assert float(rate(1)) < 0.5
    module, values = values_of("sgd", learning_rate=0.25)
    assert bind_params(module, values, catalog())["learning_rate"] == 0.25


def test_an_initializer_becomes_a_function_of_key_and_shape() -> None:
    module = catalog().find("initializer", "ones")
    setting = Setting("ones", complete(module.params, {}, catalog().find))
    made = bind_setting("initializer", setting, catalog())(None, (2, 3))
    assert made.tolist() == [[1, 1, 1], [1, 1, 1]]
