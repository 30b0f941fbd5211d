"""All ways of computing a convolution give the same, on any machine."""

from functools import partial
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.modules.layers.convolution import depthwise, painting, transposed, window

SHAPES = {1: (11,), 2: (9, 8), 3: (5, 6, 4)}


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize(
    ("padding", "strides", "dilation"), [("valid", 1, 1), ("same", 1, 2), ("same", 3, 1)]
)
@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_fast_forms_give_the_convolution_and_its_gradients(
    padding: str, strides: int, dilation: int, dimensions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    padding = "causal" if dimensions == 1 and padding == "valid" else padding
    x, size = numbers(2, *SHAPES[dimensions], 4), (2, 3, 2)[:dimensions]
    kernel, s, d = numbers(*size, 2, 6), [strides] * dimensions, [dilation] * dimensions
    given = (s, window.edges(x.shape[1:-1], size, s, d, padding), d, 2)
    monkeypatch.setattr(window, "CACHE_BYTES", 1)  # each sample a part of its own

    def with_gradients(convolve: Any, x: Any, kernel: Any) -> Any:
        y, back = jax.vjp(lambda *xk: convolve(*xk, *given), x, kernel)
        return y, *back(jax.numpy.sin(y))

    @jax.jit  # compiled at once, which takes far less time than piece by piece
    def all_forms(x: Any, kernel: Any) -> Any:
        return [with_gradients(f, x, kernel) for f in (window.convolve_by_lax, window.convolve)]

    for one, other in zip(*all_forms(x, kernel), strict=True):
        np.testing.assert_allclose(one, other, atol=2e-4)


def both_gradients(x: np.ndarray, kernel: np.ndarray, given: tuple) -> list[Any]:
    """Slopes by the kernel, the plain way and ours, compiled at once."""

    def gradient(convolve: Any, kernel: Any) -> Any:
        return jax.grad(lambda k: jax.numpy.sin(convolve(x, k, *given)).sum())(kernel)

    ways = (window.convolve_by_lax, window.convolve)
    return jax.jit(lambda k: [gradient(convolve, k) for convolve in ways])(kernel)


def test_few_numbers_in_a_window_and_many_filters() -> None:
    x, kernel = numbers(3, 6, 5, 1), numbers(2, 3, 1, 8)
    plain, ours = both_gradients(x, kernel, ((1, 1), [(0, 0), (1, 1)], (1, 1), 1))
    np.testing.assert_allclose(ours, plain, atol=2e-5)


@pytest.mark.parametrize(
    ("channels", "filters", "shape", "together"),
    [
        (5, 16, (5, 8), 2),
        (5, 16, (5, 7), 1),
        (1, 8, (6, 16), 4),
        (3, 24, (4, 6), 1),
        (5, 1, (12,), 6),
    ],
)
def test_few_filters_make_neighbouring_places_at_once(
    channels: int, filters: int, shape: tuple[int, ...], together: int
) -> None:
    """A step of the window goes as far as places are made at once."""
    x, kernel = numbers(2, *shape, channels), numbers(*(3,) * len(shape), channels, filters)
    ones, margins = [1] * len(shape), [(1, 1)] * len(shape)

    def fast(x: Any) -> Any:
        return window.convolve(x, kernel, ones, margins, ones, 1)

    (found,) = (e for e in jax.make_jaxpr(fast)(x).eqns if "custom_vjp" in e.primitive.name)
    assert f"window_strides=({', '.join(map(str, [*ones[1:], together]))}" in str(found)
    plain = window.convolve_by_lax(x, kernel, ones, margins, ones, 1)
    np.testing.assert_allclose(fast(x), plain, atol=2e-5)


@pytest.mark.parametrize(
    ("samples", "most", "parts"), [(12, 5, 4), (7, 5, 1), (4, 99, 4), (1, 4, 1), (6, 0, 1)]
)
def test_parts_are_equal_and_as_many_as_wanted(samples: int, most: int, parts: int) -> None:
    assert window.divisor(samples, most) == parts


@pytest.mark.parametrize(
    ("samples", "side", "parts"),
    [(8, 32, 1), (12, 32, 1), (16, 32, 2), (32, 32, 4), (100, 32, 5), (512, 32, 8), (32, 4, 1)],
)
def test_parts_have_eight_samples_or_more(samples: int, side: int, parts: int) -> None:
    """A processor computes 8 or 16 samples at once; what is small is not cut."""
    x = jax.ShapeDtypeStruct((samples, side, side, 32), np.float32)
    assert window.parts_to_slide(x, x) == parts


def test_what_sees_few_numbers_is_a_product() -> None:
    """As a first layer, that sees one colour or three."""
    margins = [(1, 1)] * 2
    for colours, is_product in ((1, True), (3, True), (8, False)):
        x, kernel = numbers(2, 6, 6, colours), numbers(3, 3, colours, 32)
        how: dict[str, Any] = {"strides": (1, 1), "margins": margins, "dilation": (1, 1)}
        fast = partial(window.convolve_fast, **how)
        program = str(jax.make_jaxpr(fast)(x, kernel))
        assert ("conv_general" not in program) == is_product
        plain = window.convolve_by_lax(x, kernel, **how, groups=1)
        np.testing.assert_allclose(fast(x, kernel), plain, atol=2e-5)


@pytest.mark.parametrize(("strides", "dilation"), [((1, 1, 1), (1, 2, 3)), ((2, 1, 3), (1, 1, 1))])
def test_volumes_are_convolved_as_pictures_of_their_slices(
    strides: tuple[int, ...], dilation: tuple[int, ...]
) -> None:
    x, kernel = numbers(2, 7, 8, 9, 4), numbers(3, 2, 3, 4, 5)
    margins = [(1, 0), (0, 1), (2, 1)]
    fast = partial(window.convolve_fast, strides=strides, margins=margins, dilation=dilation)
    plain = window.convolve_by_lax(x, kernel, strides, margins, dilation, 1)
    np.testing.assert_allclose(fast(x, kernel), plain, atol=2e-5)
    (found,) = (
        e for e in jax.make_jaxpr(fast)(x, kernel).eqns if "conv_general" in e.primitive.name
    )
    assert len(found.outvars[0].aval.shape) == 4
    theirs, ours = both_gradients(x, kernel, (strides, margins, dilation, 1))
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("samples", [3, 8, 64])
def test_a_batch_in_parts_has_the_gradient_of_the_whole(samples: int) -> None:
    x, kernel = numbers(samples, 30, 29, 4), numbers(2, 3, 4, 6)
    plain, ours = both_gradients(x, kernel, ((1, 1), [(1, 0), (1, 1)], (1, 1), 1))
    np.testing.assert_allclose(ours, plain, atol=2e-6 * np.abs(plain).max())


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("strides", "dilation"), [(1, 1), (1, 2), (2, 1), (3, 1)])
@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_phases_are_the_transposed_convolution(
    padding: str, strides: int, dilation: int, dimensions: int, on_other_devices: Any
) -> None:
    x, size = numbers(2, *SHAPES[dimensions], 2), (2, 3, 4)[:dimensions]
    kernel, s, d = numbers(*size, 3, 2), [strides] * dimensions, [dilation] * dimensions
    for more in (None, [strides - 1] * dimensions):
        margins = transposed.spread_edges(size, s, d, padding, more)
        given = (s, margins, d)
        mine = jax.jit(lambda *xk, given=given: painting.paint_by_matrix(*xk, *given))(x, kernel)
        with on_other_devices:
            plain = jax.jit(lambda *xk, given=given: painting.paint(*xk, *given))(x, kernel)
        np.testing.assert_allclose(mine, plain, atol=2e-5)


@pytest.fixture
def on_other_devices(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A context in which JAX says that it computes on something else than a CPU."""

    class Elsewhere:
        def __enter__(self) -> None:
            monkeypatch.setattr(jax, "default_backend", lambda: "gpu")

        def __exit__(self, *_: object) -> None:
            monkeypatch.undo()

    return Elsewhere()


def refuse(*_: Any) -> None:
    raise AssertionError("a form for the CPU where it is not wanted")


@pytest.mark.parametrize("multiplier", [1, 3])
def test_other_devices_slide_over_channels_by_their_own_operation(
    multiplier: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, kernel = numbers(2, 9, 8, 4), numbers(2, 3, 4, multiplier)
    given = (x, kernel, (2, 1), [(0, 1), (1, 1)], (1, 2))
    on_cpu = depthwise.convolve_channels(*given)
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.setattr(depthwise, "views", refuse)
    np.testing.assert_allclose(on_cpu, depthwise.convolve_channels(*given), atol=2e-5)


def test_other_devices_use_their_own_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    x, kernel = numbers(1, 5, 5, 2), numbers(3, 3, 2, 2)
    given = (x, kernel, (1, 1), [(1, 1), (1, 1)], (1, 1))
    on_cpu = window.convolve(*given, 1), painting.paint(*given)
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.setattr(window, "convolve_by_matrix", refuse)
    monkeypatch.setattr(painting, "paint_by_matrix", refuse)
    elsewhere = window.convolve(*given, 1), painting.paint(*given)
    for mine, other in zip(on_cpu, elsewhere, strict=True):
        np.testing.assert_allclose(mine, other, atol=2e-5)
