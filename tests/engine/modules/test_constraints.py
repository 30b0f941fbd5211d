"""Axes that an array does not have are refused while wiring, not when training has begun."""

import pytest

from hornstudio.engine.check import check
from tests.engine.sample_graph import graph, node

NORMS = ("max_norm", "min_max_norm", "unit_norm")


def refusals(kind: str, *axis: int, array: str = "kernel") -> list[str]:
    """Of a constraint on a kernel [3, 4], or on its bias [4]."""
    held = {"kind": kind, "params": {"axis": list(axis)}}
    dense = node("dense", units=4, **{f"{array}_constraint": held})
    nodes = {"data": node("input", shape=[3]), "dense": dense}
    problems = check(graph(nodes, [("data.output", "dense.input")])).problems
    return [str(p.reason) for p in problems if (p.node, p.severity) == ("dense", "error")]


@pytest.mark.parametrize("kind", NORMS)
@pytest.mark.parametrize("axis", [(0,), (1,), (-1,), (-2,), (0, 1), (0, -1)])
def test_axes_of_the_array_are_taken(kind: str, axis: tuple[int, ...]) -> None:
    assert not refusals(kind, *axis)


@pytest.mark.parametrize("kind", NORMS)
@pytest.mark.parametrize("axis", [(2,), (-3,), (0, 4), (0, 0), (1, -1)])
def test_others_and_one_twice_are_refused(kind: str, axis: tuple[int, ...]) -> None:
    (told,) = refusals(kind, *axis)
    assert f"kernel_constraint is {kind}, which goes along {list(axis)}" in told
    assert "need axes of 0 to 1, or of -2 to -1, each once" in told


def test_of_a_vector_there_is_one_axis() -> None:
    (told,) = refusals("unit_norm", 1, array="bias")
    assert "bias_constraint is unit_norm, which goes along [1]" in told
    assert "need axis 0 or -1, each once" in told
