"""Recurrent layers by kernels of our own, on processors that have them."""

from hornstudio.engine.kernels.calling import is_usable
from hornstudio.engine.kernels.recurrent.sequence import Sequence
from hornstudio.engine.lazy import jax, jnp, quote_as
from hornstudio.engine.modules.layers.recurrent import gated as plain
from hornstudio.engine.modules.layers.recurrent.way import CURVES, UPDATES, go_back, go_forward

_MOST_WEIGHTS = 3 << 18
"""With more of them XLA is as quick: 512 units and features take as long with 64 samples, and half
as long with 8, where 256 take 1.7 and 1.2 times as long by XLA."""


def scan_gated(update, kernel, bias, x, states, kept, reverse, has_outputs):
    """Go through sequences step by step, in the quickest way.

    Arguments and shapes: as of the plain one, which scripts have.
    """
    mask = None if kept is None else jnp.swapaxes(kept[..., 0], 0, 1).astype(bool)
    sequence = _sequence(update, x, states, mask is not None, reverse, has_outputs)
    is_fit = all(a.dtype == jnp.float32 for a in (kernel, bias, x, *states))
    if not (sequence and is_fit and pays(sequence) and is_usable()):
        return plain.scan_gated(update, kernel, bias, x, states, kept, reverse, has_outputs)
    ends, outputs = _scan(sequence, kernel, bias, jnp.swapaxes(x, 0, 1), states, mask)
    return ends, None if outputs is None else jnp.swapaxes(outputs, 0, 1)


quote_as(scan_gated, plain.scan_gated)


def _sequence(update, x, states, *how):
    """What is read, where a kernel makes these steps; else None."""
    function, curves = getattr(update, "func", None), getattr(update, "keywords", {})
    is_known = all(CURVES.get(name) is curve for name, curve in curves.items())
    kind = next((kind for kind, known in UPDATES.items() if known.func is function), None)
    steps, _, features = x.shape
    return Sequence(kind, steps, features, states[0].shape[-1], *how) if kind and is_known else None


def pays(sequence):
    """Whether the kernels take less time than XLA."""
    return sequence.rows * sequence.wide <= _MOST_WEIGHTS


def has_kernel(kind, p, features):
    """Whether kernels go through what a layer with these params reads, on a processor with them."""
    curves = {name: p.get(name) for name in CURVES if name in p}
    is_known = all(held and held.kind == CURVES[name].__name__ for name, held in curves.items())
    is_known = is_known and not p.recurrent_dropout and p.get("reset_after", True)
    how = {"is_masked": False, "is_reversed": False, "has_outputs": False}
    return is_known and pays(Sequence(kind, 1, features, p.units, **how))


def _scan(sequence, kernel, bias, x, states, mask):
    """The ends and, where they are wanted, outputs [B, T, u]; with gradients of their own."""

    def given(kernel, bias, x, states, mask):
        named = {"x": x, "weights": kernel, "bias": bias, "mask": mask}
        return named | {f"begin_{n}": state for n, state in enumerate(states)}

    def shown(found):
        ends = tuple(found[f"end_{n}"] for n in range(len(states)))
        return ends, found.get("outputs")

    def forward(*primals):
        arrays = given(*jax.tree.map(lambda p: p.value, primals, is_leaf=_is_primal))
        found = go_forward(arrays, sequence, is_kept=True)
        is_for_inputs = () if primals[2].perturbed else None  # a leaf would become an array
        return shown(found), (arrays, found["kept"], is_for_inputs)

    def backward(seen, slopes):
        arrays, kept, is_for_inputs = seen
        ends, outputs = jax.tree.map(_as_array, slopes, is_leaf=_is_nothing)
        arrays = arrays | {"kept": kept, "slope_outputs": outputs}
        arrays |= {f"slope_end_{n}": slope for n, slope in enumerate(ends)}
        found = go_back(arrays, sequence, is_for_inputs=is_for_inputs is not None)
        begin = tuple(found[f"slope_begin_{n}"] for n in range(len(states)))
        weights = found["slope_weights"]
        return weights[1:], weights[0], found.get("slope_x"), begin, None

    run = jax.custom_vjp(lambda *a: shown(go_forward(given(*a), sequence, is_kept=False)))
    run.defvjp(forward, backward, symbolic_zeros=True)
    return run(kernel, bias, x, states, mask)


def _is_primal(found):
    return isinstance(found, jax.custom_derivatives.CustomVJPPrimal)


def _is_nothing(found):
    return isinstance(found, jax.custom_derivatives.SymbolicZero)


def _as_array(slope):
    return jnp.zeros(slope.shape, slope.dtype) if _is_nothing(slope) else slope
