"""Reading leniently: every fault is named by its path, and any data opens or is refused."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.check import check
from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files, reader
from tests.engine import sample_graph
from tests.engine.storage.seed_file import as_json, with_node


def with_wire(*wire: Any) -> dict[str, Any]:
    data = as_json()
    data["wires"].append(list(wire))
    return data


def problems_of(data: Any) -> tuple[str, ...]:
    with pytest.raises(FileError) as caught:
        files.from_json(data)
    return caught.value.problems


# ---------------------------------------------------------------------------- faults by path


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ([], "file: is not a HornStudio graph"),
        ({}, "file: is not a HornStudio graph"),
        (as_json(hornstudio=2), "hornstudio: is 2; this program reads version 1; a newer"),
        (as_json(hornstudio=0), "hornstudio: is 0; this program reads version 1"),
        (as_json(hornstudio=True), "hornstudio: is True; this program"),
        (as_json(hornstudio="1"), "hornstudio: is '1'; this program"),
        (as_json(hornstudio=1.5), "hornstudio: is 1.5; this program reads version 1; a newer"),
        (as_json(name=3), "name: is 3; need text"),
        (as_json(nodes=[]), "nodes: is []; need an object"),
        (as_json(wires={}), "wires: is {}; need a list"),
        (as_json(training=5), "training: is 5; need an object"),
        (as_json(groups=[]), "groups: is []; need an object"),
        (as_json(frames={}), "frames: is {}; need a list"),
        (as_json(extra=float("nan")), "extra: is nan; need a number that can be written"),
        (as_json(extra=[{"a": float("inf")}]), "extra.0.a: is inf; need a number"),
        (as_json(training={"epochs": 0}), "training: epochs is 0; need an integer from 1"),
        (as_json(training={"epochs": True}), "training: epochs is True; need an integer"),
        (as_json(training={"seed": -1}), "training: seed is -1; need an integer from 0"),
        (as_json(training={"seed": 2**31}), "training: seed is 2147483648; need an integer"),
        (as_json(nodes={"for": {"kind": "relu"}}), "nodes.for: is no legal node id"),
        (as_json(nodes={"a.b": {"kind": "relu"}}), "nodes.a.b: is no legal node id"),
        (as_json(nodes={"a": 5}), "nodes.a: is 5; need an object"),
        (as_json(nodes={"a": {}}), "nodes.a.kind: is missing; need a kind of module"),
        (with_node(kind=None), "nodes.hidden.kind: is None; need text"),
        (with_node(params=[]), "nodes.hidden.params: is []; need an object"),
        (with_node(params={"units": 0}), "nodes.hidden.params: units is 0; need an integer of"),
        (with_node(params={"units": True}), "nodes.hidden.params: units is True; need an int"),
        (with_node(params={"units": 1.5}), "nodes.hidden.params: units is 1.5; need an integer"),
        (with_node(params={"units": None}), "nodes.hidden.params: units is None; need an int"),
        (with_node(params={"units": 10**400}), "nodes.hidden.params: units is too large"),
        (with_node(params={"unit": 3}), "nodes.hidden.params: unit is not a param here; known"),
        (with_node(params={"use_bias": 1}), "nodes.hidden.params: use_bias is 1; need true or"),
        (
            with_node(params={"activation": {"kind": "rel"}}),
            "nodes.hidden.params: activation.rel is not a kind of activation; did you mean relu?",
        ),
        (
            with_node(
                params={"kernel_initializer": {"kind": "random_normal", "params": {"mean": "0"}}}
            ),
            "nodes.hidden.params: kernel_initializer.mean is '0'; need a number",
        ),
        (
            with_node(params={"kernel_initializer": {"kind": "zeros", "parms": {}}}),
            "nodes.hidden.params: kernel_initializer has an unknown key 'parms'",
        ),
        (with_node(at=[1]), "nodes.hidden.at: is [1]; need two numbers, x and y"),
        (with_node(at=[1, True]), "nodes.hidden.at: is [1, True]; need two numbers"),
        (with_node(at=[0, float("inf")]), "nodes.hidden.at: is [0, inf]; need two numbers"),
        (with_node(at=[0, 10**400]), "nodes.hidden.at: is [0, 1000"),
        (with_node(frozen=1), "nodes.hidden.frozen: is 1; need true or false"),
        (with_node(bypassed="no"), "nodes.hidden.bypassed: is 'no'; need true or false"),
        (with_node(title=["a"]), "nodes.hidden.title: is ['a']; need text"),
        (with_node(weights_of="gone"), "nodes.hidden.weights_of: there is no node 'gone'"),
        (with_node(weights_of="hidden"), "nodes.hidden.weights_of: the weights are shared in a"),
        (with_wire("mnist.image"), "wires.10: is ['mnist.image']; need"),
        (with_wire("mnist.image", 5), "wires.10: is ['mnist.image', 5]; need"),
        (with_wire("nobody.image", "relu.input"), "wires.10: there is no node 'nobody'"),
        (with_wire("mnist.image", "nobody.input"), "wires.10: there is no node 'nobody'"),
        (with_wire("mnist.picture", "sgd.loss"), "wires.10: mnist has no port 'picture' among its "
         "outputs: image, label"),
        (with_wire("mnist", "sgd.loss"), "wires.10: mnist has no port '' among its outputs"),
        (with_wire("loss.loss", "sgd.losses"), "wires.10: sgd has no port 'losses' among its in"),
        (with_wire("loss.loss", "mnist.x"), "wires.10: mnist has no port 'x' among its inputs"),
        (with_wire("mnist.image", "relu.input"), "wires.10: relu.input takes one wire and has one"),
        (with_wire("loss.loss", "sgd.loss"), "wires.10: loss.loss to sgd.loss stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_path(data: Any, fault: str) -> None:
    found = problems_of(data)
    assert any(f.startswith(fault) for f in found), found


def test_weights_shared_in_a_circle_are_named_for_all_in_it() -> None:
    data = as_json()
    data["nodes"]["hidden"]["weights_of"] = "scores"
    data["nodes"]["scores"]["weights_of"] = "hidden"
    circle = "the weights are shared in a circle; one node must own them"
    assert problems_of(data) == (
        f"nodes.hidden.weights_of: {circle}",
        f"nodes.scores.weights_of: {circle}",
    )


def test_all_faults_are_told_at_once() -> None:
    data = as_json(training={"epochs": -1})
    data["nodes"]["hidden"]["params"] = {"units": -1, "use_bias": "yes"}
    data["nodes"]["relu"]["kind"] = ""
    data["wires"][0] = "mnist.image flatten.input"
    found = problems_of(data)
    assert len(found) == 5
    with pytest.raises(
        FileError, match=r"5 problems in the file; the first: nodes\.hidden\.params"
    ):
        files.from_json(data)


def test_a_fault_does_not_quote_a_whole_file() -> None:
    assert all(len(f) < 300 for f in problems_of(as_json(wires=[["x" * 10_000] * 50])))


def test_nesting_that_opens_can_be_saved_again() -> None:
    deepest = reader.DEEPEST - 3  # "plugin" and its own two levels
    data = as_json(plugin={"g": json.loads("[" * deepest + "]" * deepest)})
    assert files.from_text(files.to_text(files.from_json(data))).extra["plugin"] == data["plugin"]


def test_nesting_is_refused_from_where_something_lies_too_deep() -> None:
    empty = json.loads("[" * reader.DEEPEST + "]" * reader.DEEPEST)
    filled = json.loads("[" * reader.DEEPEST + "1" + "]" * reader.DEEPEST)
    assert not reader.is_too_deep(empty)
    assert reader.is_too_deep(filled)
    assert reader.is_too_deep([0, {"a": [empty]}])
    assert not reader.is_too_deep("a")


# ---------------------------------------------------------------------------- any bytes at all

WORDS = ["hornstudio", "nodes", "wires", "training", "kind", "params", "at", "weights_of", "frozen"]
WORDS += ["dense", "relu", "units", "activation", "a", "b", "a.output", "b.input", "epochs"]
wild_numbers = st.sampled_from([0, -1, 1, 2**31, 10**400, 1e308, -0.0, float("nan"), float("inf")])
wild = st.recursive(
    st.none() | st.booleans() | wild_numbers | st.sampled_from(WORDS) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def opens_or_refuses(text: str) -> None:
    try:
        graph = files.from_text(text)
    except FileError:
        return
    assert files.from_text(files.to_text(graph)) == graph
    check(graph)


@given(wild)
@settings(max_examples=100, deadline=None)
def test_any_json_opens_or_is_refused(data: Any) -> None:
    opens_or_refuses(json.dumps(data))
    opens_or_refuses(json.dumps({"hornstudio": 1, "nodes": {"a": data}}))


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_a_file_with_anything_anywhere_opens_or_is_refused(data: st.DataObject) -> None:
    """Replace, rename or remove a random place of a good file."""
    content = files.to_json(sample_graph.convolutional())
    for _ in range(data.draw(st.integers(1, 2))):
        parent: Any = content
        while True:
            keys = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            inner = parent[key]
            if isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 3)):
                parent = inner
                continue
            if data.draw(st.booleans()) or isinstance(parent, list):
                parent[key] = data.draw(wild)
            else:
                parent[data.draw(st.sampled_from(WORDS))] = parent.pop(key)
            break
    opens_or_refuses(json.dumps(content))


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda b: b.decode("latin-1")))
@settings(max_examples=50, deadline=None)
def test_any_text_opens_or_is_refused(text: str) -> None:
    opens_or_refuses(text)


def test_opening_runs_no_code(tmp_path: Path) -> None:
    """Names of real Python things stay words; no module is imported for them."""
    marker = tmp_path / "ran"
    (tmp_path / "evil_module.py").write_text(f"open({str(marker)!r}, 'w').close()")
    attack = f"__import__('os').system('touch {marker}')"
    sys.path.insert(0, str(tmp_path))
    try:
        for value in (attack, "evil_module", "evil_module:x", "!!python/object:evil_module.x"):
            opens_or_refuses(json.dumps(with_node(kind=value)))
            opens_or_refuses(json.dumps(with_node(params={"activation": {"kind": value}})))
            opens_or_refuses(json.dumps(with_node(title=value) | {"groups": {"x": value}}))
    finally:
        sys.path.remove(str(tmp_path))
    assert not marker.exists()
    assert "evil_module" not in sys.modules
