"""The kernels as JAX calls them, with arrays by name."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from hornstudio.engine.kernels.calling import Kernel, lanes
from hornstudio.engine.kernels.recurrent.backward import backward_arrays, write_backward
from hornstudio.engine.kernels.recurrent.forward import forward_arrays, write_forward
from hornstudio.engine.kernels.recurrent.sequence import Layout, Sequence

Arrays = Mapping[str, Any]


def run_forward(arrays: Arrays, sequence: Sequence, *, is_kept: bool) -> dict[str, Any]:
    """What the way forward makes, by name: see `forward_arrays`."""
    names = forward_arrays(sequence, is_kept=is_kept)
    write = partial(write_forward, sequence=sequence, is_kept=is_kept)
    kernel = Kernel(f"{sequence} kept {is_kept}", write, len(names[0]), sequence.work)
    return _run(kernel, arrays, names, sequence, "forward")


def run_backward(arrays: Arrays, sequence: Sequence, *, is_for_inputs: bool) -> dict[str, Any]:
    """What the way back makes, by name: see `backward_arrays`."""
    names = backward_arrays(sequence, is_for_inputs=is_for_inputs)
    write = partial(write_backward, sequence=sequence, is_for_inputs=is_for_inputs)
    title = f"{sequence} back for inputs {is_for_inputs}"
    return _run(
        Kernel(title, write, len(names[0]), sequence.work), arrays, names, sequence, "backward"
    )


def _run(
    kernel: Kernel,
    arrays: Arrays,
    names: tuple[list[str], list[str]],
    sequence: Sequence,
    way: str,
) -> dict[str, Any]:
    given, made = names
    samples = len(arrays["x"])
    parts = kernel.parts(samples, samples)
    layout = Layout(sequence, lanes())
    shapes = shapes_of(layout, samples, parts, way)
    found = kernel([arrays[name] for name in given], [shapes[name] for name in made], parts)
    return dict(zip(made[:-1], found[:-1], strict=True))


def shapes_of(layout: Layout, samples: int, parts: int, way: str) -> dict[str, tuple[int, ...]]:
    """Of all that a way makes, in so many parts. way: forward or backward."""
    sequence = layout.sequence
    rooms = layout.forward if way == "forward" else layout.backward
    of_part = max(1, -(-samples // parts))
    found: dict[str, tuple[int, ...]] = {
        "outputs": (samples, sequence.steps, sequence.units),
        "kept": (sequence.steps, samples, layout.kept),
        "slope_x": (samples, sequence.steps, sequence.features),
        "slope_weights": (parts, sequence.rows, sequence.wide),
        "scratch": (parts, layout.scratch(rooms, of_part)),
    }
    for n in range(sequence.cell.states):
        found[f"end_{n}"] = found[f"slope_begin_{n}"] = (samples, sequence.units)
    return found
