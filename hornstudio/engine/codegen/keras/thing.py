"""Keras' objects as data: a class or function with the settings that differ from its defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.codegen.expression import call, indented
from hornstudio.engine.codegen.keras.rate import as_keras_has_it
from hornstudio.engine.codegen.quote import text_of
from hornstudio.engine.errors import ExportError
from hornstudio.engine.module import Module
from hornstudio.engine.params import Ints, Nested, Param, Setting, Values, complete

ROOM = 84


@dataclass(frozen=True, slots=True)
class Thing:
    """`path` below `keras`, such as `layers.Dense`, and its settings by name.

    is_function: whether it is one, rather than a class; with settings it is wrapped.
    """

    path: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_function: bool = False

    @property
    def name(self) -> str:
        """The class or function alone."""
        return self.path.rpartition(".")[2]

    @property
    def is_operator(self) -> bool:
        """Whether it is a bare function on tensors, and no layer."""
        return self.path.startswith("ops.")

    def with_settings(self, **settings: Any) -> "Thing":
        """The same with more settings."""
        return replace(self, settings={**self.settings, **settings})


LAYERS_OF_ACTIVATIONS = {
    "relu": "layers.ReLU",
    "leaky_relu": "layers.LeakyReLU",
    "elu": "layers.ELU",
    "softmax": "layers.Softmax",
}
"""Activations that Keras has as layers with the same settings."""
ALWAYS = {
    "layers.LeakyReLU": ("negative_slope",),
    "layers.Rescaling": ("scale",),
    "layers.CategoryEncoding": ("num_tokens",),
    "activations.threshold": ("threshold", "default_value"),
    "metrics.F1Score": ("average",),
    "metrics.FBetaScore": ("average",),
}
"""Settings that are written even at our default, because there Keras has another, or none."""
FIRST = ("units", "filters", "kernel_size", "pool_size", "rate", "input_dim", "output_dim", "n")
"""Settings that are written without their name where they come first."""
REQUIRED = frozenset(FIRST) | frozenset(
    (
        *("axes", "boundaries", "decay_rate", "decay_steps", "dims", "equation"),
        *("factor", "first_decay_steps", "head_dim", "height", "height_factor"),
        *("initial_learning_rate", "key_dim", "num_classes", "num_heads", "num_key_value_heads"),
        *("num_query_heads", "output_shape", "output_size", "precision", "recall"),
        *("sensitivity", "specificity", "stddev", "target_class_ids", "target_shape"),
        *("values", "width", "width_factor"),
    )
)
"""Settings that Keras has no default for, somewhere: they are always written."""
OPEN_LENGTHS = ("noise_shape",)
"""Shapes in which Keras writes None for a length that is the input's, and we -1."""
CALL_ARGUMENTS = ("reverse", "use_causal_mask")
"""Params that Keras takes where a layer is called."""
OURS = ("weight", "bidirectional", *CALL_ARGUMENTS)
"""Params that are no setting of Keras' object: they say how it is used."""


def thing_of(module: Module, values: Values, modules: Catalog) -> Thing:
    """What Keras calls a module with these params. Raises: ExportError where it has none."""
    if not module.keras:
        raise ExportError(
            "{title} has no counterpart in Keras; a script for JAX or Flax can have it",
            title=module.title,
        )
    path = module.keras
    is_function = path.startswith("activations.")
    defaults = complete(module.params, {}, modules.find)
    needed = REQUIRED.union(ALWAYS.get(path, ()))
    settings = {
        p.name: _setting(p, values[p.name], modules)
        for p in module.params
        if p.name not in OURS and _is_written(p.name, values, needed, defaults)
    }
    return Thing(path, settings, is_function)


def _is_written(name: str, values: Values, needed: frozenset[str], defaults: Values) -> bool:
    """What is none is at Keras' default, where it is at ours."""
    return values[name] != defaults[name] or (name in needed and values[name] is not None)


def call_arguments(values: Values) -> dict[str, Any]:
    """What a call is given besides tensors, as far as it differs from none."""
    return {name: values[name] for name in CALL_ARGUMENTS if values.get(name)}


def layer_of(module: Module, values: Values, modules: Catalog) -> Thing:
    """The same as a layer: an activation becomes one. Raises: ExportError."""
    thing = thing_of(module, values, modules)
    if not thing.is_function:
        return thing
    path = LAYERS_OF_ACTIVATIONS.get(module.kind, "")
    if not path:
        return Thing("layers.Activation", {"activation": thing})
    always = {name: values[name] for name in ALWAYS.get(path, ())}
    return Thing(path, {**always, **thing.settings})


def _setting(param: Param, value: Any, modules: Catalog) -> Any:
    if isinstance(value, Setting):
        assert isinstance(param, Nested)
        if param.category == "schedule" and value.kind == "constant":
            return value.params["value"]
        if param.category == "schedule":
            value = as_keras_has_it(value, modules)
        held = modules.find(param.category, value.kind)
        return thing_of(held, value.params, modules)
    if param.name in OPEN_LENGTHS and value is not None:
        return tuple(None if n == -1 else n for n in value)
    if isinstance(param, Ints) and isinstance(value, tuple) and value:
        alike = len(set(value)) == 1 and (param.length is not None or param.name == "axis")
        return value[0] if alike and (param.length or len(value) == 1) else param.nested(value)
    return value


def text_of_thing(thing: Any, column: int = 0) -> str:
    """Python text of a setting; `column` is where its first line begins."""
    if not isinstance(thing, Thing):
        return text_of(thing)
    if thing.is_function:
        return _function_text(thing)
    prefix = thing.path if thing.path.startswith("layers.") else f"keras.{thing.path}"
    places, settings = _arguments(thing)
    line = call(prefix, places, settings)
    if len(line) + column <= ROOM and "\n" not in line:
        return line
    lines = [*places, *(f"{n}={t}" for n, t in settings.items())]
    inner = "".join(f"    {indented(text, '    ')},\n" for text in lines)
    return f"{prefix}(\n{inner})"


def _arguments(thing: Thing) -> tuple[list[str], dict[str, str]]:
    """Texts of the settings: those that come first without their names, the others with."""
    places: list[str] = []
    settings: dict[str, str] = {}
    for name, value in thing.settings.items():
        if name in FIRST and not settings:
            places.append(_short(value))
        else:
            settings[name] = _short(value)
    return places, settings


def _short(value: Any) -> str:
    """A setting's text; what has no settings of its own is its name, as Keras' users write it."""
    if isinstance(value, Thing) and value.is_function and value.path.startswith("losses."):
        return f"keras.{value.path}"
    if isinstance(value, Thing) and not value.settings and not value.path.startswith("layers."):
        return text_of(short_name(value))
    return text_of_thing(value)


def snake(name: str) -> str:
    """A class' name as Keras writes it in paths: `MaxPooling2D` is `max_pooling2d`."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def short_name(thing: Thing) -> str:
    """The name by which Keras finds an object with all its defaults."""
    if thing.is_function:
        return thing.name
    return SHORT.get(thing.name) or snake(thing.name)


SHORT = {"L1L2": "l1_l2", "L1": "l1", "L2": "l2"}


def _function_text(thing: Thing) -> str:
    if not thing.settings:
        return text_of(thing.name)
    settings = ", ".join(f"{n}={text_of(v)}" for n, v in thing.settings.items())
    return f"lambda x: keras.{thing.path}(x, {settings})"
