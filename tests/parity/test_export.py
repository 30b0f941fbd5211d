"""What the script for Keras takes for granted of Keras' own signatures."""

import inspect
from dataclasses import replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.codegen.keras.thing import ALWAYS, LAYERS_OF_ACTIVATIONS, REQUIRED
from hornstudio.engine.module import Module
from tests.parity.test_declaration import STATED
from tests.parity.twin import OURS_ALONE, counterpart


@pytest.mark.parametrize(
    "module",
    [m for m in catalog().modules.values() if m.keras and m.category != "callback"],
    ids=lambda m: f"{m.category}.{m.kind}",
)
def test_what_keras_has_no_default_for_is_always_written(module: Module) -> None:
    thing = counterpart(module)
    target = thing.__init__ if inspect.isclass(thing) else thing
    empty = inspect.Parameter.empty
    skipped = {"self", "x", *OURS_ALONE}
    needed = {
        p.name
        for p in inspect.signature(target).parameters.values()
        if p.default is empty and p.kind is p.POSITIONAL_OR_KEYWORD and p.name not in skipped
    }
    written = REQUIRED.union(ALWAYS.get(module.keras, ()))
    assert needed & {p.name for p in module.params} <= written


def test_other_defaults_than_keras_are_always_written() -> None:
    for kind, name in STATED:
        (module,) = [m for m in catalog().modules.values() if m.kind == kind]
        assert name in ALWAYS[module.keras]


def test_activations_as_layers_have_the_same_settings() -> None:
    for kind, path in LAYERS_OF_ACTIVATIONS.items():
        module = catalog().find("activation", kind)
        ours = {p.name for p in module.params}
        theirs = inspect.signature(counterpart(replace(module, keras=path)).__init__).parameters
        assert ours <= set(theirs), kind
