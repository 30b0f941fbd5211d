"""Every module that has a counterpart in Keras is known by it, with every setting."""

from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from keras.src.api_export import get_name_from_symbol
from keras.src.utils.naming import to_snake_case

from hornstudio.engine.catalog import catalog
from hornstudio.engine.interop.config import thing_of
from hornstudio.engine.interop.keras_file import read_keras
from hornstudio.engine.interop.match import Match
from hornstudio.engine.interop.matching import Matcher
from hornstudio.engine.interop.model import Call, Thing
from hornstudio.engine.interop.modules import Counterparts, NoCounterpartError, plain
from hornstudio.engine.interop.naming import folder_of
from hornstudio.engine.module import Module, no_arrays
from hornstudio.engine.params import complete
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.twin import OURS_ALONE, build

KNOWN = Counterparts(catalog())
MATCHER = Matcher(catalog())
FUNCTION = "activations."
"""Keras can only save activations that are functions without settings of their own."""
FORGOTTEN = {
    "huber": ("delta",),
    "cosine_similarity": ("axis",),
    "identity": ("gain",),
    "simple_rnn": ("activity_regularizer",),
}
"""Settings that Keras does not write into its files."""


def savable(case: Case) -> dict[str, Any]:
    """The case's params, without activations that Keras could not write into a file."""
    return {
        name: value
        for name, value in case.values.items()
        if not (getattr(value, "params", None) and "activation" in name)
    }


def twin(case: Case) -> Any:
    values = complete(case.module.params, {}, catalog().find)
    return build(case.module, type(values)({**values, **savable(case)}))


def expected(case: Case) -> Any:
    values = complete(case.module.params, {}, catalog().find)
    kept = {n: v for n, v in savable(case).items() if n not in OURS_ALONE - {"bidirectional"}}
    if kept.get("bidirectional"):
        kept.pop("zero_output_for_mask")  # Keras sets it by itself
    if "strides" in kept and kept["strides"] is None and "pool_size" in kept:
        kept["strides"] = kept["pool_size"]
    if "value_dim" in kept and kept["value_dim"] is None:
        kept["value_dim"] = kept["key_dim"]  # Keras writes it in any case
    if case.kind == "mel_spectrogram":  # Keras writes what stands for None
        kept["sequence_length"] = kept["sequence_length"] or kept["fft_length"]
        kept["max_freq"] = kept["max_freq"] or kept["sampling_rate"] / 2
    for name in FORGOTTEN.get(case.kind, ()):
        kept.pop(name, None)
    return {**values, **kept}


def found(case: Case) -> Match:
    thing = thing_of(keras.saving.serialize_keras_object(twin(case)))
    assert thing is not None
    if case.module.role == "layer":
        return MATCHER.match(thing, Call((), {}))
    module = KNOWN.named(case.category, thing.name)
    return Match(module, KNOWN.params(module, thing.config))


def has_class(module: Module) -> bool:
    is_saved = module.category != "callback"  # no file of Keras holds them
    return is_saved and bool(module.keras) and not module.keras.startswith(FUNCTION)


@pytest.mark.parametrize("case", [c for c in CASES if has_class(c.module)], ids=str)
def test_every_setting_is_taken_over(case: Case) -> None:
    match = found(case)
    assert match.module is case.module
    mine = complete(match.module.params, match.params, catalog().find)
    assert {n: v or None for n, v in mine.items()} == {
        n: v or None for n, v in expected(case).items()
    }


@pytest.mark.parametrize("module", catalog().category("activation"), ids=lambda m: m.kind)
def test_every_activation_is_known_by_its_function(module: Module) -> None:
    if not module.keras.startswith(FUNCTION):
        pytest.skip("it is a layer")
    name = module.keras.removeprefix(FUNCTION)
    thing = Thing("keras.layers", "Activation", {"activation": name})
    assert MATCHER.match(thing, Call((), {})).module is module
    if module.is_held:
        assert KNOWN.named("activation", name) is module


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        (keras.layers.ReLU(max_value=6.0, negative_slope=0.1), "relu"),
        (keras.layers.LeakyReLU(0.4), "leaky_relu"),
        (keras.layers.ELU(0.5), "elu"),
        (keras.layers.Softmax(axis=1), "softmax"),
    ],
    ids=["relu", "leaky_relu", "elu", "softmax"],
)
def test_activations_that_are_layers_keep_their_settings(layer: Any, kind: str) -> None:
    thing = thing_of(keras.saving.serialize_keras_object(layer))
    match = MATCHER.match(thing, Call((), {}))
    assert match.module.kind == kind
    assert match.params


def one_of_each() -> list[Case]:
    """A case of every layer with arrays, with as many params set as there are."""
    best: dict[str, Case] = {}
    for case in CASES:
        module = case.module
        owns = module.weights is not no_arrays or module.state is not no_arrays
        if module.role == "layer" and owns and module.keras and not case.masked:
            former = best.get(case.kind)
            if former is None or len(case.params) > len(former.params):
                best[case.kind] = case
    return list(best.values())


LISTED = ("attention", "additive_attention")
"""Layers that take their inputs as a list."""


def model_of(case: Case, layer: Any) -> Any:
    """A model of nothing but the layer, called with all that it needs."""
    ports = zip(case.module.inputs, case.inputs, strict=True)
    specs = [spec for port, spec in ports if spec is not None and not port.optional]
    flat = [s for spec in specs for s in (spec if isinstance(spec, tuple) else [spec])]
    inputs = [keras.Input(s.shape, dtype=s.dtype) for s in flat]
    if case.category == "attention":
        value, key, *_ = case.inputs[1:]
        inputs += [keras.Input(s.shape) for s in (value or case.inputs[0], key) if s is not None]
    is_list = case.kind in LISTED or isinstance(case.inputs[0], tuple)
    given = {"reverse": True} if case.params.get("reverse") else {}
    return keras.Model(inputs, layer(*([inputs] if is_list else inputs), **given))


@pytest.mark.parametrize("case", one_of_each(), ids=lambda c: c.kind)
def test_every_array_is_found(case: Case, tmp_path) -> None:
    plain_start = {p.name: "zeros" for p in case.module.params if "initializer" in p.name}
    case = replace(case, params=case.params | plain_start)  # others take Keras long to compile
    layer = twin(case)
    model = model_of(case, layer)
    held = dict(enumerate(array.arguments(case)[0]))
    rng = np.random.default_rng(0)
    rights = {
        v.path: rng.normal(size=v.shape).astype(np.float32)
        for v in layer.variables
        if "seed" not in v.path and "count" not in v.path
    }
    for variable in layer.variables:
        if variable.path in rights:
            variable.assign(rights[variable.path])
    model.save(tmp_path / "model.keras")
    read = read_keras(tmp_path / "model.keras")
    assert read.report.placeholders == []
    mine = [*read.weights.values(), *read.state.values()]
    wanted = [a for tree in held.values() for a in tree]
    assert [name for tree in mine for name in tree] == wanted
    for tree in mine:
        for name, values in tree.items():
            assert any(
                plain(path.replace("/", "_")).endswith(plain(name).removeprefix(way))
                and np.array_equal(values, right)
                for path, right in rights.items()
                for way in ("", "forward", "backward")
            ), name


def test_folders_are_named_as_keras_names_them() -> None:
    layers = [getattr(keras.layers, name) for name in dir(keras.layers) if name[0].isupper()]
    assert len(layers) > 100
    for layer in layers:
        saved = (get_name_from_symbol(layer) or layer.__name__).rpartition(".")[2]
        assert folder_of(saved) == to_snake_case(layer.__name__)


def test_a_setting_that_is_not_known_is_no_match() -> None:
    thing = Thing("keras.layers", "Dense", {"units": 3, "rms_scaling": True})
    with pytest.raises(NoCounterpartError) as caught:
        MATCHER.match(thing, Call((), {}))
    assert caught.value.reason == "rms_scaling is True, which has no counterpart here"


def test_a_value_that_is_refused_is_no_match() -> None:
    thing = Thing("keras.layers", "Dense", {"units": -3})
    with pytest.raises(NoCounterpartError) as caught:
        MATCHER.match(thing, Call((), {}))
    assert caught.value.reason == "units is -3; need an integer of at least 1"
