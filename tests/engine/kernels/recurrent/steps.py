"""Sequences by chance, and what NumPy makes of them step by step, in double precision."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st

from hornstudio.engine.kernels.machine_code import Processor
from hornstudio.engine.kernels.recurrent.backward import backward_arrays, write_backward
from hornstudio.engine.kernels.recurrent.call import shapes_of
from hornstudio.engine.kernels.recurrent.forward import forward_arrays, write_forward
from hornstudio.engine.kernels.recurrent.sequence import Layout, Sequence
from tests.engine.kernels.guarded import all_by_hand

Arrays = dict[str, np.ndarray]


@st.composite
def sequences(draw: st.DrawFn) -> Sequence:
    """Of any kind, of few steps."""
    return Sequence(
        draw(st.sampled_from(["lstm", "gru", "simple_rnn"])),
        steps=draw(st.integers(1, 9)),
        features=draw(st.sampled_from([1, 2, 5, 8, 16, 17, 70])),
        units=draw(st.sampled_from([1, 3, 8, 15, 16, 20, 32, 70])),
        is_masked=draw(st.booleans()),
        is_reversed=draw(st.booleans()),
        has_outputs=draw(st.booleans()),
    )


def arrays_for(sequence: Sequence, samples: int) -> Arrays:
    """All that the two ways are given."""
    rng = np.random.default_rng(samples)
    steps, units, features = sequence.steps, sequence.units, sequence.features

    def drawn(*shape: int, scale: float = 1.0) -> np.ndarray:
        return rng.standard_normal(shape, np.float32) * np.float32(scale)

    found = {
        "x": drawn(samples, steps, features),
        "weights": drawn(features + units, sequence.wide, scale=(features + units) ** -0.5),
        "bias": drawn(sequence.wide),
        "mask": rng.random((samples, steps)) < 0.7,
        "slope_outputs": drawn(samples, steps, units),
    }
    for n in range(sequence.cell.states):
        found[f"begin_{n}"] = drawn(samples, units, scale=0.5)
        found[f"slope_end_{n}"] = drawn(samples, units)
    return found


@dataclass
class Ways:
    """Both ways through sequences by the kernels."""

    sequence: Sequence
    processor: Processor
    parts: int = 1
    at_end: bool = True
    is_for_inputs: bool = True
    arrays: Arrays = field(default_factory=dict)

    def run(self, samples: int) -> Arrays:
        """What both make, by name; the weights' slopes added up."""
        self.arrays = arrays_for(self.sequence, samples)
        seen = self._made("forward", write_forward, forward_arrays, is_kept=True)
        self.arrays["kept"] = seen["kept"]
        back = self._made(
            "backward", write_backward, backward_arrays, is_for_inputs=self.is_for_inputs
        )
        back["slope_weights"] = back["slope_weights"].astype(float).sum(axis=0)
        return seen | back

    def seen(self, samples: int) -> Arrays:
        """What the way forward makes that is not to come back."""
        self.arrays = arrays_for(self.sequence, samples)
        return self._made("forward", write_forward, forward_arrays, is_kept=False)

    def _made(self, way: str, write: Any, names: Any, **how: bool) -> Arrays:
        given, made = names(self.sequence, **how)
        layout = Layout(self.sequence, self.processor.lanes)
        shapes = shapes_of(layout, len(self.arrays["x"]), self.parts, way)
        found = all_by_hand(
            partial(write, sequence=self.sequence, **how),
            [self.arrays[name] for name in given],
            [shapes[name] for name in made],
            self.processor,
            parts=self.parts,
            at_end=self.at_end,
        )
        return dict(zip(made[:-1], found[:-1], strict=True))


def expected(sequence: Sequence, arrays: Arrays) -> Arrays:
    """The same by NumPy, with the slopes of each step worked out as the chain rule has it."""
    read = {name: a if a.dtype == bool else a.astype(float) for name, a in arrays.items()}
    steps = range(sequence.steps)
    order = list(reversed(steps) if sequence.is_reversed else steps)
    states = [read[f"begin_{n}"] for n in range(sequence.cell.states)]
    x, counts = read["x"], read["mask"][..., None]
    outputs, passed = np.zeros((*x.shape[:2], sequence.units)), []
    for t in order:
        row = np.concatenate([np.ones((len(x), 1)), x[:, t], states[0]], axis=1)
        gates = row @ np.concatenate([read["bias"][None], read["weights"]])
        new = CELLS[sequence.kind](gates, states)
        passed.append((t, row, gates, states))
        if sequence.is_masked:
            new = [np.where(counts[:, t], a, b) for a, b in zip(new, states, strict=True)]
        states = new
        outputs[:, t] = states[0]
    found = {f"end_{n}": state for n, state in enumerate(states)}
    if sequence.has_outputs:
        found["outputs"] = outputs
    return found | _back(sequence, read, passed)


def _back(sequence: Sequence, read: Arrays, passed: list[Any]) -> Arrays:
    slopes = [read[f"slope_end_{n}"] for n in range(sequence.cell.states)]
    weights, of_x = np.zeros((sequence.rows, sequence.wide)), np.zeros_like(read["x"])
    for t, row, gates, states in reversed(passed):
        if sequence.has_outputs:
            slopes = [slopes[0] + read["slope_outputs"][:, t], *slopes[1:]]
        of_gates, of_states = _slopes(sequence.kind, gates, states, slopes)
        if sequence.is_masked:
            counts = read["mask"][:, t, None]
            of_gates = np.where(counts, of_gates, 0)
        weights += row.T @ of_gates
        back = of_gates @ read["weights"].T
        of_x[:, t] = back[:, : sequence.features]
        of_states[0] = of_states[0] + back[:, sequence.features :]
        if sequence.is_masked:
            pairs = zip(of_states, slopes, strict=True)
            of_states = [np.where(counts, a, b) for a, b in pairs]
        slopes = of_states
    found = {f"slope_begin_{n}": slope for n, slope in enumerate(slopes)}
    return found | {"slope_weights": weights, "slope_x": of_x}


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _lstm(gates: np.ndarray, states: list[np.ndarray]) -> list[np.ndarray]:
    i, f, g, o = np.split(gates, 4, axis=1)
    c = _sigmoid(f) * states[1] + _sigmoid(i) * np.tanh(g)
    return [_sigmoid(o) * np.tanh(c), c]


def _gru(gates: np.ndarray, states: list[np.ndarray]) -> list[np.ndarray]:
    z, r, g, recalled = np.split(gates, 4, axis=1)
    z, g = _sigmoid(z), np.tanh(g + _sigmoid(r) * recalled)
    return [z * states[0] + (1 - z) * g]


CELLS = {"lstm": _lstm, "gru": _gru, "simple_rnn": lambda gates, states: [np.tanh(gates)]}


def _slopes(
    kind: str, gates: np.ndarray, states: list[np.ndarray], slopes: list[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Of a step's gates and states, by a step of a complex number: exact to the last digits."""
    small = 1e-30

    def along(place: int, column: int) -> np.ndarray:
        given = [gates.astype(complex), *[s.astype(complex) for s in states]]
        given[place][:, column] += 1j * small
        made = CELLS[kind](given[0], given[1:])
        return sum((a.imag / small * s).sum(axis=1) for a, s in zip(made, slopes, strict=True))

    found = [
        np.stack([along(place, n) for n in range(a.shape[1])], axis=1)
        for place, a in enumerate((gates, *states))
    ]
    return found[0], found[1:]
