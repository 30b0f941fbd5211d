"""Layers that Flax has a class for, as the text of its constructor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from hornstudio.engine.codegen.expression import Writer
from hornstudio.engine.codegen.flax.initial import initializer_text
from hornstudio.engine.codegen.quote import text_of
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Start
from hornstudio.engine.shapes import Spec

NAMES = {
    "gamma": "scale",
    "beta": "bias",
    "moving_mean": "mean",
    "moving_variance": "var",
    "embeddings": "embedding",
}
"""What Flax calls the engine's arrays, where it is not the same."""
DEFAULTS = {
    "kernel": "nnx.initializers.lecun_normal()",
    "bias": "nnx.initializers.zeros",
    "scale": "nnx.initializers.ones",
}
"""How Flax starts its arrays, by its own names."""
BATCH_NORM_EPSILON = 1e-5
NORM_EPSILON = 1e-6
MOMENTUM = 0.99
GROUPS = 32
"""Flax's own defaults: what differs from them is written."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A class of `nnx`, and what it is made with besides `rngs`."""

    name: str
    places: tuple[str, ...] = ()
    keywords: Mapping[str, str] | None = None

    @property
    def function(self) -> str:
        """The class as the script names it."""
        return f"nnx.{self.name}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a layer is made from: the call, its arrays by name, and what flows into one step."""

    call: Call
    starts: Mapping[str, Start]
    spec: Spec
    writer: Writer

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of an array."""
        return self.starts[name].array.shape

    def initializers(self, *names: str) -> dict[str, str]:
        """Those of the arrays that are there and start in another way than Flax's do."""
        texts = {}
        for name in names:
            theirs = NAMES.get(name, name)
            if name in self.starts:
                text = initializer_text(self.starts[name], self.writer)
                if text != DEFAULTS.get(theirs):
                    texts[f"{theirs}_init"] = text
        return texts

    def is_last(self, axis: int) -> bool:
        """Whether an axis, counted with the batch, is that of the features."""
        return axis in (-1, self.spec.rank)


def layer_of(asked: Asked) -> Layer | None:
    """The class with the same numbers, or None where Flax has none."""
    make = LAYERS.get(asked.call.module.kind)
    return make(asked) if make else None


def _kernel_and_bias(asked: Asked) -> dict[str, str]:
    bias = {} if "bias" in asked.starts else {"use_bias": "False"}
    return {**bias, **asked.initializers("kernel", "bias")}


def _linear(asked: Asked) -> Layer:
    sizes = asked.shape("kernel")
    return Layer("Linear", tuple(map(repr, sizes)), _kernel_and_bias(asked))


def _conv(asked: Asked) -> Layer:
    values, shape = asked.call.values, asked.shape("kernel")
    size, (channels, filters) = shape[:-2], shape[-2:]
    settings = {"strides": repr(values.strides)} if set(values.strides) != {1} else {}
    if values.padding != "same":
        settings["padding"] = text_of(values.padding.upper())
    if set(values.dilation_rate) != {1}:
        settings["kernel_dilation"] = repr(values.dilation_rate)
    if values.groups != 1:
        settings["feature_group_count"] = repr(values.groups)
    places = (repr(channels * values.groups), repr(filters), repr(size))
    return Layer("Conv", places, {**settings, **_kernel_and_bias(asked)})


def _conv_transpose(asked: Asked) -> Layer | None:
    """Flax pads as the engine does only where nothing is asked for besides."""
    values, shape = asked.call.values, asked.shape("kernel")
    if values.output_padding is not None or set(values.dilation_rate) != {1}:
        return None
    size, (filters, channels) = shape[:-2], shape[-2:]
    settings = {"strides": repr(values.strides)} if set(values.strides) != {1} else {}
    if values.padding != "same":
        settings["padding"] = text_of(values.padding.upper())
    settings["transpose_kernel"] = "True"
    places = (repr(channels), repr(filters), repr(size))
    return Layer("ConvTranspose", places, {**settings, **_kernel_and_bias(asked)})


def _gain_and_shift(asked: Asked) -> dict[str, str]:
    off = {"gamma": "use_scale", "beta": "use_bias"}
    settings = {off[name]: "False" for name in off if name not in asked.starts}
    exact = {"use_fast_variance": "False"}
    return {**settings, **exact, **asked.initializers("gamma", "beta")}


def _epsilon(asked: Asked, theirs: float) -> dict[str, str]:
    epsilon = asked.call.values.epsilon
    return {} if epsilon == theirs else {"epsilon": repr(epsilon)}


def _batch_norm(asked: Asked) -> Layer | None:
    values, state = asked.call.values, asked.starts
    kinds = (state["moving_mean"].initializer.kind, state["moving_variance"].initializer.kind)
    if not asked.is_last(values.axis) or kinds != ("zeros", "ones"):
        return None
    momentum = {} if values.momentum == MOMENTUM else {"momentum": repr(values.momentum)}
    settings = {**momentum, **_epsilon(asked, BATCH_NORM_EPSILON), **_gain_and_shift(asked)}
    return Layer("BatchNorm", (repr(asked.shape("moving_mean")[0]),), settings)


def _layer_norm(asked: Asked) -> Layer | None:
    if len(asked.call.values.axis) != 1 or not asked.is_last(asked.call.values.axis[0]):
        return None
    settings = {**_epsilon(asked, NORM_EPSILON), **_gain_and_shift(asked)}
    return Layer("LayerNorm", (repr(asked.spec.shape[-1]),), settings)


def _group_norm(asked: Asked) -> Layer | None:
    values, features = asked.call.values, asked.spec.shape[-1]
    if not asked.is_last(values.axis):
        return None
    groups = features if values.groups == -1 else values.groups
    count = {} if groups == GROUPS else {"num_groups": repr(groups)}
    settings = {**count, **_epsilon(asked, NORM_EPSILON), **_gain_and_shift(asked)}
    return Layer("GroupNorm", (repr(features),), settings)


def _rms_norm(asked: Asked) -> Layer | None:
    if len(asked.call.values.axis) != 1 or not asked.is_last(asked.call.values.axis[0]):
        return None
    settings = {**_epsilon(asked, NORM_EPSILON), **asked.initializers("scale")}
    return Layer("RMSNorm", (repr(asked.spec.shape[-1]),), settings)


def _dropout(asked: Asked) -> Layer | None:
    noise = asked.call.values.noise_shape or ()
    if set(noise) - {-1, 1}:
        return None
    together = tuple(axis for axis, length in enumerate(noise) if length == 1)
    settings = {"broadcast_dims": repr(together)} if together else {}
    return Layer("Dropout", (repr(asked.call.values.rate),), settings)


def _spatial_dropout(dimensions: int, asked: Asked) -> Layer:
    axes = tuple(range(1, dimensions + 1))
    return Layer("Dropout", (repr(asked.call.values.rate),), {"broadcast_dims": repr(axes)})


def _embed(asked: Asked) -> Layer:
    sizes = asked.shape("embeddings")
    return Layer("Embed", tuple(map(repr, sizes)), asked.initializers("embeddings"))


LAYERS: dict[str, Callable[[Asked], Layer | None]] = {
    "dense": _linear,
    **{f"conv{n}d": _conv for n in (1, 2, 3)},
    **{f"conv{n}d_transpose": _conv_transpose for n in (1, 2, 3)},
    "batch_normalization": _batch_norm,
    "layer_normalization": _layer_norm,
    "group_normalization": _group_norm,
    "rms_normalization": _rms_norm,
    "dropout": _dropout,
    **{f"spatial_dropout{n}d": partial(_spatial_dropout, n) for n in (1, 2, 3)},
    "embedding": _embed,
}
"""By kind, what makes the class; None where these settings are beyond it."""
