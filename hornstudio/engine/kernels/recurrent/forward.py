"""Going through sequences: what all steps make."""

from functools import partial

from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.recurrent.activation import Activation
from hornstudio.engine.kernels.recurrent.panel import pack
from hornstudio.engine.kernels.recurrent.product import Given, Kind
from hornstudio.engine.kernels.recurrent.sequence import Layout, Sequence
from hornstudio.engine.kernels.recurrent.way import Samples, Way, per_state

Names = tuple[list[str], list[str]]


def forward_arrays(sequence: Sequence, *, is_kept: bool) -> Names:
    """Names of what is given and of what is made, in order.

    Shapes: x [B, T, F], weights [F + u, gates * u], bias [gates * u], mask [B, T] of bytes,
        begin_0, ... [B, u] -> outputs [B, T, u], end_0, ... [B, u], kept [T, B, Layout.kept],
        scratch [parts, Layout.scratch].
    """
    mask = ["mask"] if sequence.is_masked else []
    outputs = ["outputs"] if sequence.has_outputs else []
    kept = ["kept"] if is_kept else []
    given = ["x", "weights", "bias", *mask, *per_state("begin", sequence)]
    return given, [*outputs, *per_state("end", sequence), *kept, "scratch"]


def write_forward(code: Code, share: Share, *, sequence: Sequence, is_kept: bool) -> None:
    """The states after all steps, for a share of the samples. is_kept: for the way back."""
    Forward(code, share, sequence, is_kept=is_kept).write_all()


class Forward(Way):
    """Products with the inputs of some steps at once, then step by step those with the state."""

    def __init__(self, code: Code, share: Share, sequence: Sequence, *, is_kept: bool) -> None:
        given, made = forward_arrays(sequence, is_kept=is_kept)
        layout = Layout(sequence, code.lanes)
        super().__init__(code, share, layout, [*given, *made], layout.forward)
        self._step, self._own = self.inner("step", {"kept", "mask", "outputs"}, 2)

    def write_all(self) -> None:
        """Everything of the share."""
        given, own = self.samples.given, self.own
        rest = self.sequence.rows - 1
        pack(self.code, self.layout, given["bias"], own["weights"], 0, 1)
        pack(self.code, self.layout, given["weights"], own["weights"], 1, rest)
        self.take_states("begin")
        self.each_block(self._block)
        self.give_states("end")
        _write_step(self._step, *self._own)

    def _block(self, first: Value, steps: Value) -> None:
        code, layout = self.code, self.layout
        code.each(steps, lambda k: self.enter(self.row("rows", k), code.sum(first, k)))
        by_input = self._kind(layout.row, is_added=False)
        many = code.times(steps, self.samples.count)
        gates = self.row("gates", code.whole(0))
        self._multiply(by_input, self.own["rows"], gates, (0, self.sequence.inputs), many)
        by_state = self._kind(layout.state_row, is_added=True)

        def step(k: Value) -> None:
            gates, states = self.row("gates", k), self.own["states"]
            units = self.sequence.inputs, self.sequence.units
            self._multiply(by_state, states, gates, units, self.samples.count)
            self.call(self._step, [gates, states], code.sum(first, k))

        code.each(steps, step)

    def _kind(self, row: int, *, is_added: bool) -> Kind:
        layout = self.layout
        gates = self.sequence.cell.gates
        return Kind(gates, row, 1, layout.panel, layout.gates_row, is_added)

    def _multiply(
        self, kind: Kind, first: Value, gates: Value, weights: tuple[int, int], rows: Value
    ) -> None:
        """gates (+)= rows @ some rows of the weights: from which on, and how many."""
        code, layout = self.code, self.layout

        def block(j: Value) -> None:
            row = code.sum(code.times(j, self.sequence.rows), weights[0])
            panel = code.at(self.own["weights"], code.times(row, layout.panel))
            made = code.at(gates, code.times(j, layout.panel))
            self.products.multiply(code, kind, Given(first, panel, made, rows, weights[1]))

        code.each(layout.blocks, block)


def _write_step(samples: Samples, gates: Value, states: Value, t: Value) -> None:
    """New states of all samples from their gates, kept and given out."""
    code, layout, given = samples.code, samples.layout, samples.given
    units = samples.sequence.units

    def sample(r: Value) -> None:
        place = samples.place(r, t)
        code.each(layout.blocks, partial(_vector, samples, gates, states, r, t, place))
        if "outputs" in given:
            outputs = code.at(given["outputs"], code.times(place, units))
            code.copy(samples.state(states, 0, r), outputs, units)

    code.each(samples.count, sample)
    code.end()


def _vector(
    samples: Samples, gates: Value, states: Value, r: Value, t: Value, place: Value, j: Value
) -> None:
    """Of one sample, one vector of units."""
    code, layout, cell = samples.code, samples.layout, samples.sequence.cell
    row = code.at(gates, code.times(r, layout.gates_row), code.times(j, layout.panel))
    seen = [code.read(code.at(row, g * code.lanes), code.lanes) for g in range(cell.gates)]
    unit = code.times(j, code.lanes)
    places = [samples.state(states, n, r, unit) for n in range(cell.states)]
    before = [code.read(place, code.lanes) for place in places]
    kept, after = cell.forward(Activation(code), seen, before)
    if samples.sequence.is_masked:
        is_counted = samples.is_counted(place)
        pairs = zip(after, before, strict=True)
        after = [code.write.select(is_counted, new, old) for new, old in pairs]
    for vector, state in zip(after, places, strict=True):
        code.keep(vector, state, code.lanes)
    if "kept" in samples.given:
        keeps = code.at(samples.kept(r, t), code.times(j, layout.kept_panel))
        for n, vector in enumerate((*kept, *after)):
            code.keep(vector, code.at(keeps, n * code.lanes), code.lanes)
