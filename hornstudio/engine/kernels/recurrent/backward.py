"""The way back through sequences: slopes of what is read, of weights and of the first states."""

from functools import partial

from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.recurrent.activation import Activation
from hornstudio.engine.kernels.recurrent.forward import Names
from hornstudio.engine.kernels.recurrent.panel import each_vector, turn, unpack
from hornstudio.engine.kernels.recurrent.product import Given, Kind
from hornstudio.engine.kernels.recurrent.sequence import Layout, Sequence
from hornstudio.engine.kernels.recurrent.way import Samples, Way, per_state


def backward_arrays(sequence: Sequence, *, is_for_inputs: bool) -> Names:
    """Names of what is given and of what is made, in order; slope_* is the slope of *.

    Shapes: as of `forward_arrays`; slope_weights [parts, 1 + F + u, gates * u], the bias first.
    """
    mask = ["mask"] if sequence.is_masked else []
    outputs = ["slope_outputs"] if sequence.has_outputs else []
    inputs = ["slope_x"] if is_for_inputs else []
    begin, ends = (per_state(word, sequence) for word in ("begin", "slope_end"))
    given = ["x", "weights", "kept", *mask, *begin, *outputs, *ends]
    return given, [*inputs, "slope_weights", *per_state("slope_begin", sequence), "scratch"]


def write_backward(code: Code, share: Share, *, sequence: Sequence, is_for_inputs: bool) -> None:
    """The slopes, for a share of the samples. is_for_inputs: whether those of x are wanted."""
    Backward(code, share, sequence, is_for_inputs=is_for_inputs).write_all()


class Backward(Way):
    """Step by step the slopes of the gates; then of some steps at once what follows from them.

    What follows are the weights' share and the slopes of the inputs, while a core's cache has the
    gates.
    """

    def __init__(
        self, code: Code, share: Share, sequence: Sequence, *, is_for_inputs: bool
    ) -> None:
        given, made = backward_arrays(sequence, is_for_inputs=is_for_inputs)
        layout = Layout(sequence, code.lanes)
        super().__init__(code, share, layout, [*given, *made], layout.backward)
        self._number, self._is_for_inputs = share.number, is_for_inputs
        wanted = {"kept", "mask", "slope_outputs", *per_state("begin", sequence)}
        self._step, self._own = self.inner("step", wanted, 3)

    def write_all(self) -> None:
        """Everything of the share."""
        code, layout, sequence = self.code, self.layout, self.sequence
        given, own = self.samples.given, self.own
        recurrent = code.at(given["weights"], sequence.features * sequence.wide)
        turn(code, layout, recurrent, own["recurrent"], sequence.units)
        if self._is_for_inputs:
            turn(code, layout, given["weights"], own["kernel"], sequence.features)
        code.clear(own["slopes"], sequence.rows * layout.deep)
        self.take_states("slope_end")
        self.each_block(self._block, is_back=True)
        part = code.times(self._number, sequence.rows * sequence.wide)
        unpack(code, layout, own["slopes"], code.at(given["slope_weights"], part))
        self.give_states("slope_begin")
        _write_step(self._step, *self._own)

    def _block(self, first: Value, steps: Value) -> None:
        code = self.code

        def step(n: Value) -> None:
            self._back(first, code.sum(steps, -1, code.times(n, -1)))

        code.each(steps, step)
        many = code.times(steps, self.samples.count)
        self._add_weights(many)
        if self._is_for_inputs:
            self._give_inputs(first, steps, many)

    def _back(self, first: Value, k: Value) -> None:
        """One step back, the k-th of a block: slopes of its gates, then of the states before."""
        rows, gates, states = self.row("rows", k), self.row("gates", k), self.own["states"]
        t = self.code.sum(first, k)
        self.enter(rows, t)
        self.call(self._step, [gates, states, rows], t)
        is_added = self.sequence.cell.is_direct or self.sequence.is_masked
        turned, count = self.own["recurrent"], self.samples.count
        units, row = self.sequence.units, self.layout.state_row
        self.by_columns(gates, turned, states, units, row, count, is_added=is_added)

    def _add_weights(self, many: Value) -> None:
        """slopes += rows [1, x, h], turned, @ slopes of the gates; of the steps of a block."""
        code, layout, rows = self.code, self.layout, self.sequence.rows
        kind = Kind(
            self.sequence.cell.gates, 1, layout.row, layout.gates_row, layout.panel, is_added=True
        )

        def block(j: Value) -> None:
            gates = code.at(self.own["gates"], code.times(j, layout.panel))
            made = code.at(self.own["slopes"], code.times(j, rows * layout.panel))
            self.products.multiply(code, kind, Given(self.own["rows"], gates, made, rows, many))

        code.each(layout.blocks, block)

    def _give_inputs(self, first: Value, steps: Value, many: Value) -> None:
        code, features, wide = self.code, self.sequence.features, self.layout.wide_features
        gates, turned, made = (self.own[name] for name in ("gates", "kernel", "inputs"))
        self.by_columns(gates, turned, made, features, wide, many, is_added=False)

        def step(k: Value) -> None:
            def sample(r: Value) -> None:
                place = self.samples.place(r, code.sum(first, k))
                row = code.sum(code.times(k, self.samples.count), r)
                target = code.at(self.samples.given["slope_x"], code.times(place, features))
                code.copy(code.at(made, code.times(row, wide)), target, features)

            self.each_sample(sample)

        code.each(steps, step)


def _write_step(samples: Samples, gates: Value, states: Value, rows: Value, t: Value) -> None:
    """Slopes of all samples' gates from those of the states; the h before goes into the rows."""
    code = samples.code

    def sample(r: Value) -> None:
        each_vector(code, samples.layout, partial(_vector, samples, gates, states, rows, t, r))

    code.each(samples.count, sample)
    code.end()


def _vector(
    samples: Samples,
    gates: Value,
    states: Value,
    rows: Value,
    t: Value,
    r: Value,
    j: Value,
    unit: Value,
    some: int,
) -> None:
    """Of one sample, one vector of units, so many of which there are."""
    code, layout, cell = samples.code, samples.layout, samples.sequence.cell
    f, write = Activation(code), code.write
    keeps = code.at(samples.kept(r, t), code.times(j, layout.kept_panel))
    kept = [
        code.read(code.at(keeps, n * code.lanes), code.lanes)
        for n in range(cell.gates + cell.states)
    ]
    before = _before(samples, t, r, j, unit, some)
    places = [samples.state(states, n, r, unit) for n in range(cell.states)]
    slopes = [code.read(place, code.lanes) for place in places]
    place = samples.place(r, t)
    if "slope_outputs" in samples.given:
        outputs = code.times(place, samples.sequence.units)
        shown = code.read(code.at(samples.given["slope_outputs"], outputs, unit), some)
        slopes[0] = write.fadd(slopes[0], shown)
    of_gates, of_states = cell.backward(f, kept[: cell.gates], before, kept[cell.gates :], slopes)
    if samples.sequence.is_masked:
        is_counted = samples.is_counted(place)
        of_gates = [write.select(is_counted, slope, f.zero) for slope in of_gates]
        pairs = zip(of_states, slopes, strict=True)
        of_states = [write.select(is_counted, slope, held) for slope, held in pairs]
    for vector, state in zip(of_states, places, strict=True):
        code.keep(vector, state, code.lanes)
    row = code.at(gates, code.times(r, layout.gates_row), code.times(j, layout.panel))
    for n, vector in enumerate(of_gates):
        code.keep(vector, code.at(row, n * code.lanes), code.lanes)
    seen = code.at(rows, code.times(r, layout.row), samples.sequence.inputs, unit)
    code.keep(before[0], seen, code.lanes)


def _before(samples: Samples, t: Value, r: Value, j: Value, unit: Value, some: int) -> list[Value]:
    """The states before a step: kept at the step before, or those that it began with."""
    code, layout, write = samples.code, samples.layout, samples.code.write
    cell = samples.sequence.cell
    begin = code.sum(code.times(code.sum(samples.start, r), samples.sequence.units), unit)
    is_first = write.icmp_signed("==", t, code.whole(0))
    with write.if_else(is_first) as (then, otherwise):
        with then:
            names = per_state("begin", samples.sequence)
            first = [code.read(code.at(samples.given[name], begin), some) for name in names]
            first_block = write.block
        with otherwise:
            keeps = code.at(samples.kept(r, code.sum(t, -1)), code.times(j, layout.kept_panel))
            places = [(cell.gates + n) * code.lanes for n in range(cell.states)]
            later = [code.read(code.at(keeps, place), code.lanes) for place in places]
            later_block = write.block
    found = []
    for one, other in zip(first, later, strict=True):
        found.append(write.phi(code.vector))
        found[-1].add_incoming(one, first_block)
        found[-1].add_incoming(other, later_block)
    return found
