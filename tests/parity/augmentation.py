"""Random changes of pictures: the changes by Keras' own numbers, and how numbers are drawn.

Keras draws; both sides change the same pictures by these numbers. Our own draws are compared by
their quantiles over many pictures, and must be what our layer changes pictures by.
"""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.random import SeedGenerator

from hornstudio.engine.modules.layers.augmentation import mixing, tone
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES, preprocessing
from tests.parity.check import Check
from tests.parity.parts import JITTER, PARTS
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
KINDS = tuple(PARTS)
SEED = 3
MANY = 5_000
LABELS = np.random.default_rng(4).random((6, 4)).astype(np.float32)


def pictures(case: Case, count: int = 6) -> Any:
    """Pictures within the value range, one of them of one tone, one with a black corner."""
    x = np.random.default_rng(1).random((count, *case.inputs[0].shape)).astype(np.float32)
    x[1] = 0.25
    x[2, :2, :2] = 0.0
    return jnp.asarray(x * case.values.get("value_range", (0.0, 1.0))[1])


def compare_change(case: Case) -> Pairs:
    """The pictures changed by Keras' numbers; and in use, when nothing is random."""
    x, parts, layer = pictures(case), PARTS[case.kind], twin(case, seed=SEED)
    if is_middle(case):
        yield layer_output(case, x, True), layer(x, training=True)
        return
    t, theirs = keras_numbers(case, layer, x)
    yield parts.change(x, parts.theirs(t), case.values), theirs
    yield from label_pairs(case, layer, parts.theirs(t), t)
    if case.kind == "random_crop":  # Keras then leaves the pictures whole, against its own words
        yield layer_output(case, x, False), keras.layers.CenterCrop(**case.params)(x)
    else:
        yield layer_output(case, x, False), layer(x, training=False)


def keras_numbers(case: Case, layer: Any, x: Any) -> tuple[Any, Any]:
    """Keras' random numbers, and what it makes of the pictures by them."""
    if case.kind == "random_color_jitter":
        return jitter_numbers(case, layer, x), layer(x, training=True)
    t = layer.get_random_transformation(x, training=True)
    return t, layer.transform_images(x, t, training=True)


def jitter_numbers(case: Case, layer: Any, x: Any) -> list[Any]:
    """The numbers that the four parts of Keras' layer draw from one generator after another."""
    seed, numbers = SeedGenerator(SEED), []
    for name in JITTER:
        kind = f"random_{name.removesuffix('_factor')}"
        if case.values[name] is None:
            numbers.append(None)
            continue
        t = getattr(layer, kind).get_random_transformation(x, seed=seed)
        numbers += PARTS[kind].theirs(t)
    return numbers


def label_pairs(case: Case, layer: Any, numbers: Any, t: Any) -> Pairs:
    """Labels mixed by the numbers of the pictures."""
    if case.kind in ("mix_up", "cut_mix"):
        order, *_, share = numbers
        yield mixing.mix_labels(LABELS, order, share), layer.transform_labels(LABELS, t)


def layer_output(case: Case, x: Any, training: bool, key: Any = None) -> Any:
    """The pictures that our layer gives out."""
    result = case.module.apply(x, **array.bound(case), training=training, key=key)
    return result[0] if isinstance(result, tuple) else result


def is_middle(case: Case) -> bool:
    """Whether the pictures are too small for a random piece."""
    if case.kind != "random_crop":
        return False
    height, width, _ = case.inputs[0].shape
    return height <= case.values.height or width <= case.values.width


def compare_draw(case: Case) -> Pairs:
    """How our numbers and Keras' are spread, and that our layer uses ours."""
    parts, key = PARTS[case.kind], jax.random.key(0)
    some = pictures(case)
    by_hand = parts.change(some, parts.draw(key, some, case.values), case.values)
    yield layer_output(case, some, True, key), by_hand
    x = jnp.zeros((MANY, *case.inputs[0].shape), jnp.float32)
    mine = parts.spread(parts.draw(key, x, case.values))
    theirs = parts.spread(parts.theirs(numbers_alone(case, x)))
    yield [summary(a) for a in mine], [summary(a) for a in theirs]


def numbers_alone(case: Case, x: Any) -> Any:
    """Keras' random numbers for these pictures."""
    layer = twin(case, seed=SEED)
    if case.kind == "random_color_jitter":
        return jitter_numbers(case, layer, x)
    return layer.get_random_transformation(x, training=True)


def summary(x: Any) -> Any:
    """Mean, spread and quantiles of what is drawn; of few different numbers only the first two."""
    x = np.asarray(x, np.float64).ravel()
    ends = [np.mean(x), np.std(x), np.max(np.abs(x)), 1.0]
    few = len(np.unique(x)) < 50
    return np.asarray(ends if few else [*ends, *np.quantile(x, np.linspace(0.05, 0.95, 10))])


def compare_corners(case: Case) -> Pairs:
    """All places where a piece can be cut out, and no others."""
    x, layer = pictures(case), twin(case, seed=SEED)
    draw = functools.partial(PARTS[case.kind].draw, x=x, p=case.values)
    tops, lefts = jax.vmap(lambda key: draw(key))(jax.random.split(jax.random.key(0), 200))
    theirs = [layer.get_random_transformation(x) for _ in range(120)]
    yield places(zip(tops, lefts, strict=True)), places(theirs)


def places(corners: Any) -> Any:
    """The different corners, in order."""
    return np.asarray(sorted({(int(top), int(left)) for top, left in corners}))


def compare_ways(case: Case) -> Pairs:
    """Each way of RandAugment by itself, and two of them one after the other.

    Equalized tones are not compiled, as Keras runs here: a compiled division may differ in the
    last bit, which rounding makes a whole tone.
    """
    x, layer, p = pictures(case), twin(case, seed=SEED), case.values
    t = layer.get_random_transformation(x, training=True)
    _, numbers = PARTS[case.kind].theirs(t)
    change = jax.jit(lambda x, ways: PARTS[case.kind].change(x, (ways, numbers), p))
    one_way = [change(x, jnp.array([place])) for place in range(len(layer._AUGMENT_LAYERS))]
    one_way[-1] = tone.equalize(x, p.value_range)
    for mine, name in zip(one_way, layer._AUGMENT_LAYERS, strict=True):
        yield mine, getattr(layer, name).transform_images(x, t["transforms"][name])
    yield change(x, jnp.array([4, 1])), change(one_way[4], jnp.array([1]))
    yield layer_output(case, x, False), layer(x, training=False)


def compare_policy(case: Case) -> Pairs:
    """How the numbers that only RandAugment draws are spread, and that our layer uses ours."""
    parts, key, p = PARTS[case.kind], jax.random.key(0), case.values
    some, layer = pictures(case), twin(case, seed=SEED)
    by_hand = parts.change(some, parts.draw(key, some, p), p)
    yield layer_output(case, some, True, key), by_hand
    x = jnp.zeros((MANY, 1, 1, 1), jnp.float32)
    bits = layer.random_posterization.get_random_transformation(x)["shift_factor"]
    sun = layer.solarization.get_random_transformation(x)
    mine = (
        tone.draw_dropped_bits(key, x, int(8 * p.factor[1])),
        *tone.draw_solarization(key, x, p.factor),
    )
    theirs = bits, sun["additions"], sun["thresholds"]
    yield [summary(a) for a in mine], [summary(a) for a in theirs]


def _fixed(case: Case) -> Case:
    """A case whose numbers are all drawn for pictures, none for the batch."""
    if case.kind != "cut_mix":
        return case
    return Case(case.category, case.kind, case.inputs, {"factor": [0.6, 0.6]})


def _checks() -> Iterator[Check]:
    drawn: set[str] = set()
    for case in [*CASES, *preprocessing.MORE]:
        if case.kind not in KINDS:
            continue
        name = f"{case} of {case.inputs[0]}"
        compare = compare_ways if case.kind == "rand_augment" else compare_change
        yield Check(case.kind, name, functools.partial(compare, case))
        if case.kind not in drawn:
            drawn.add(case.kind)
            yield _draw_check(case)


def _draw_check(case: Case) -> Check:
    if case.kind == "random_crop":
        return Check(case.kind, "corners", functools.partial(compare_corners, case))
    return Check(
        case.kind,
        "numbers drawn",
        functools.partial(
            compare_policy if case.kind == "rand_augment" else compare_draw, _fixed(case)
        ),
        rtol=0.04,
        why="two samples of 5,000 numbers of one distribution are that far apart",
    )


CHECKS = list(_checks())
