"""Both ways through sequences as JAX takes them: by a kernel, or plainly where that cannot be.

Gradients of gradients are found by going through the plain ways.
"""

from functools import cache, partial, reduce
from operator import add

from hornstudio.engine.kernels.calling import lanes
from hornstudio.engine.kernels.primitive import Work, work
from hornstudio.engine.kernels.recurrent.backward import backward_arrays
from hornstudio.engine.kernels.recurrent.call import run_backward, run_forward, shapes_of
from hornstudio.engine.kernels.recurrent.forward import forward_arrays
from hornstudio.engine.kernels.recurrent.sequence import Layout
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.activations.sigmoid import sigmoid, tanh
from hornstudio.engine.modules.layers.recurrent import gated as plain
from hornstudio.engine.modules.layers.recurrent.update import (
    gru_states,
    lstm_states,
    simple_rnn_states,
)

CURVES = {"activation": tanh, "recurrent_activation": sigmoid}
"""The only ones that kernels have."""
UPDATES = {
    "lstm": partial(lstm_states, **CURVES),
    "gru": partial(gru_states, **CURVES),
    "simple_rnn": partial(simple_rnn_states, activation=tanh),
}
"""What a step of each kind of cell makes of its gates and states."""


def go_forward(arrays, sequence, *, is_kept):
    """What the way forward makes of arrays, by name: see `forward_arrays`."""
    given, (*made, _) = forward_arrays(sequence, is_kept=is_kept)
    found = _works()[0](*(arrays[name] for name in given), shapes=(sequence, is_kept))
    return dict(zip(made, found, strict=True))


def go_back(arrays, sequence, *, is_for_inputs):
    """What the way back makes of arrays, by name: see `backward_arrays`; and of a bias."""
    given, (*made, _) = backward_arrays(sequence, is_for_inputs=is_for_inputs)
    taken = [arrays[name] for name in (*given, "bias")]
    return dict(zip(made, _works()[1](*taken, shapes=(sequence, is_for_inputs)), strict=True))


@cache
def _works():
    """Both ways, each of what `forward_arrays` and `backward_arrays` name; and the bias."""
    forward = Work("steps", _seen, _seen_plainly, _shapes_seen)
    return work(forward), work(Work("steps_back", _back, _back_plainly, _shapes_back))


def _seen(*arrays, shapes):
    sequence, is_kept = shapes
    given, _ = forward_arrays(sequence, is_kept=is_kept)
    named = dict(zip(given, arrays, strict=True))
    return list(run_forward(named, sequence, is_kept=is_kept).values())


def _back(*arrays, shapes):
    sequence, is_for_inputs = shapes
    given, _ = backward_arrays(sequence, is_for_inputs=is_for_inputs)
    named = dict(zip(given, arrays[:-1], strict=True))
    found = run_backward(named, sequence, is_for_inputs=is_for_inputs)
    # One by one: XLA takes 3 ms for a sum along the first axis of [2, 321, 1024].
    found["slope_weights"] = reduce(add, found["slope_weights"])
    return list(found.values())


def _shapes_seen(x, *_, shapes):
    sequence, is_kept = shapes
    return _shapes(x, sequence, forward_arrays(sequence, is_kept=is_kept)[1], "forward")


def _shapes_back(x, *_, shapes):
    sequence, is_for_inputs = shapes
    made = backward_arrays(sequence, is_for_inputs=is_for_inputs)[1]
    return _shapes(x, sequence, made, "backward")


def _shapes(x, sequence, made, way):
    """Of what is made, as the weights' slopes are once they are added up."""
    found = shapes_of(Layout(sequence, lanes()), x.shape[0], 1, way)
    found["slope_weights"] = (sequence.rows, sequence.wide)
    return [found[name] for name in made[:-1]]


def _seen_plainly(*arrays, shapes):
    """The same without a kernel. What is kept is left out: the plain way back does not need it."""
    sequence, is_kept = shapes
    given, (*made, _) = forward_arrays(sequence, is_kept=is_kept)
    named = dict(zip(given, arrays, strict=True))
    found = _plainly(_scan_steps, named, sequence)
    if is_kept:
        shape = dict(zip(made, _shapes_seen(*arrays, shapes=shapes), strict=True))["kept"]
        found["kept"] = jnp.zeros(shape, jnp.float32)
    return [found[name] for name in made]


def _scan_steps(update, kernel, bias, x, *how):
    """As the plain `scan_gated`, which can be gone through backwards alone."""

    def step(states, x):
        return update(jnp.concatenate([x, states[0]], axis=-1) @ kernel + bias, states)

    return plain.scan_steps(step, x, *how)


def _plainly(scan, named, sequence):
    kept = jnp.swapaxes(named["mask"], 0, 1)[..., None] if sequence.is_masked else None
    begin = tuple(named[f"begin_{n}"] for n in range(sequence.cell.states))
    how = kept, sequence.is_reversed, sequence.has_outputs
    x = jnp.swapaxes(named["x"], 0, 1)
    ends, outputs = scan(UPDATES[sequence.kind], named["weights"], named["bias"], x, begin, *how)
    found = {f"end_{n}": end for n, end in enumerate(ends)}
    if sequence.has_outputs:
        found["outputs"] = jnp.swapaxes(outputs, 0, 1)
    return found


def _back_plainly(*arrays, shapes):
    """The same without a kernel, from what was read: what a kernel has kept is not looked at."""
    sequence, is_for_inputs = shapes
    given, (*made, _) = backward_arrays(sequence, is_for_inputs=is_for_inputs)
    named = dict(zip((*given, "bias"), arrays, strict=True))
    read = {name: a for name, a in named.items() if name in ("x", "weights", "bias")}
    read |= {name: a for name, a in named.items() if name.startswith("begin_")}
    seen, pull = jax.vjp(lambda read: _plainly(plain.scan_gated, named | read, sequence), read)
    slopes = pull({name: named[f"slope_{name}"] for name in seen})[0]
    both = jnp.concatenate([slopes["bias"][None], slopes["weights"]])
    found = {f"slope_{name}": slope for name, slope in slopes.items()} | {"slope_weights": both}
    return [found[name] for name in made]
