"""Files of one's own: what is wrong with them, and what is worth knowing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Held, Node, Wire, freeze
from hornstudio.engine.problem import Insert, Problem
from hornstudio.engine.remedies import apply_remedy


def graph_of(path: Path, kind: str = "dense", **params: object) -> Graph:
    nodes = {
        "table": Node("table", freeze({"path": str(path)} | params)),
        "layer": Node(kind, freeze({"units": 1} if kind == "dense" else {})),
    }
    return Graph(nodes=freeze(nodes), wires=(Wire("table.features", "layer.input"),))


def told(graph: Graph, severity: str, node: str) -> list[str]:
    return [p.reason for p in check(graph).problems if (p.severity, p.node) == (severity, node)]


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text("rooms,area,street,price\n3,80.5,A,250000\n5,120,,410000\n", "utf-8")
    return path


def test_large_numbers_are_warned_of_where_they_go_in_and_scaled_in_one_click(houses) -> None:
    graph = graph_of(houses)
    (problem,) = [p for p in check(graph).problems if p.severity == "warning"]
    assert (problem.node, problem.port) == ("layer", "input")
    assert "reach from 3 to 120; networks learn well from numbers near 0" in problem.reason
    (remedy,) = problem.remedies
    mended = apply_remedy(graph, problem, remedy.action)
    assert [node.kind for _, node in mended] == ["table", "dense", "normalization"]
    assert not [p for p in check(mended).problems if p.severity == "warning"]


def test_arrays_can_scale_their_numbers_themselves(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.arange(80).reshape(10, 2, 4), y=np.arange(10.0))
    nodes = {"own": Node("arrays", freeze({"path": str(tmp_path / "a.npz")}))}
    nodes["layer"] = Node("flatten")
    graph = Graph(nodes=freeze(nodes), wires=(Wire("own.x", "layer.input"),))
    (problem,) = [p for p in check(graph).problems if p.severity == "warning"]
    remedies = [str(remedy.label) for remedy in problem.remedies]
    assert remedies == ["Set scaling to divide_by_255", "Insert Normalization"]
    mended = apply_remedy(graph, problem, problem.remedies[0].action)
    assert mended.nodes["own"].params["scaling"] == "divide_by_255"
    assert not [p for p in check(mended).problems if p.severity == "warning"]


@pytest.mark.parametrize("kind", ["normalization", "batch_normalization", "rescaling"])
def test_what_scales_them_may_have_them(houses, kind: str) -> None:
    assert told(graph_of(houses, kind), "warning", "layer") == []


@pytest.mark.parametrize("kind", ["embedding", "discretization", "category_encoding"])
def test_nobody_is_told_to_scale_numbers_that_are_looked_up(tmp_path: Path, kind: str) -> None:
    np.savez(tmp_path / "a.npz", x=np.arange(80).reshape(10, 8), y=np.arange(10.0))
    nodes = {"own": Node("arrays", freeze({"path": str(tmp_path / "a.npz")})), "layer": Node(kind)}
    graph = Graph(nodes=freeze(nodes), wires=(Wire("own.x", "layer.input"),))
    assert told(graph, "warning", "layer") == []


@pytest.mark.parametrize(
    ("numbers", "told_of"),
    [
        (("-9999.7", "1234.4"), "from -10,000 to 1,234;"),
        (("0.123456", "1e30"), "from 0.1235 to 1e+30;"),
    ],
)
def test_numbers_are_told_so_that_they_can_be_read_at_a_glance(tmp_path, numbers, told_of) -> None:
    (tmp_path / "t.csv").write_text("\n".join(("a,b", *(f"{n},1" for n in numbers))), "utf-8")
    assert told_of in told(graph_of(tmp_path / "t.csv"), "warning", "layer")[0]


def judged(path: Path, *judges: str, target_type: str = "number") -> Graph:
    """What a layer says of a table, held against its target by a judge of each kind."""
    graph = graph_of(path, target_type=target_type)
    nodes = {"layer": Node("dense", freeze({"units": 1})), "scaled": Node("normalization")}
    ends = [("layer.output", "prediction"), ("table.target", "target")]
    wires = [Wire(source, f"{judge}.{port}") for judge in judges for source, port in ends]
    into = (Wire("table.features", "scaled.input"), Wire("scaled.output", "layer.input"))
    nodes = {"table": graph.nodes["table"]} | nodes | {judge: Node(judge) for judge in judges}
    return Graph(nodes=freeze(nodes), wires=(*into, *wires))


def warnings(graph: Graph) -> list[Problem]:
    return [p for p in check(graph).problems if p.severity == "warning"]


def test_large_targets_are_warned_of_and_what_is_predicted_is_scaled_to_them(houses: Path) -> None:
    graph = judged(houses, "mean_squared_error", "mean_absolute_error")
    loss, metric = warnings(graph)
    assert (loss.node, loss.port) == ("mean_squared_error", "prediction")
    assert "the numbers to predict reach from 250,000 to 410,000" in loss.reason
    graph = apply_remedy(graph, loss, loss.remedies[0].action)
    assert dict(graph.nodes["rescaling"].params) == {"scale": [80_000], "offset": [330_000]}
    assert Wire("layer.output", "rescaling.input") in graph.wires
    assert Wire("rescaling.output", "mean_squared_error.prediction") in graph.wires
    (metric,) = warnings(graph)
    graph = apply_remedy(graph, metric, metric.remedies[0].action)
    assert Wire("rescaling.output", f"{metric.node}.prediction") in graph.wires
    assert len(graph.wires) == 7
    assert warnings(graph) == []


def test_targets_that_are_classes_or_one_number_can_be_predicted_as_they_are(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,year\n-1,1999\n0.5,2000\n", "utf-8")
    graph = judged(path, "mean_squared_error", target_type="int")
    assert warnings(graph) == []
    path.write_text("a,price\n-1,99.5\n0.5,-99.5\n", "utf-8")
    assert warnings(judged(path, "mean_squared_error")) == []
    path.write_text("a,price\n-1,199.5\n0.5,199.5\n", "utf-8")
    (problem,) = warnings(judged(path, "mean_squared_error"))
    action = problem.remedies[0].action
    assert isinstance(action, Insert)
    assert action.params == {"scale": [1.0], "offset": [200.0]}


def test_small_numbers_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n-1,0\n0.5,1\n", "utf-8")
    assert told(graph_of(path), "warning", "layer") == []


def test_gaps_are_told_but_do_not_stop_anything(houses: Path) -> None:
    (remark,) = told(graph_of(houses), "info", "table")
    assert remark.startswith("fills empty cells in street")


@pytest.mark.parametrize(
    ("one", "other", "is_fine"),
    [
        ({"target": "a"}, {"target": "c"}, True),
        ({"target": "a"}, {"target": "b"}, False),
        ({"target": "b"}, {"target": "b"}, True),
        ({"target": "b"}, {"target": "d"}, False),  # as many are left out, but not the same
        ({"target": "b", "missing": "drop"}, {"target": "d", "missing": "drop"}, True),
        ({"target": "a", "missing": "drop"}, {"target": "c"}, False),
    ],
)
def test_two_tables_must_leave_out_the_same_rows(tmp_path: Path, one, other, is_fine) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d\n1.5,,2.5,1.5\n2.5,1.5,3.5,\n" + "0.5,1.5,2.5,3.5\n" * 5, "utf-8")
    params = {"path": str(path), "target_type": "number"}
    tables = {
        name: Node("table", freeze(params | given))
        for name, given in (("one", one), ("other", other))
    }
    ends = {"layer": Node("dense", freeze({"units": 1})), "loss": Node("mean_squared_error")}
    wires = [
        ("one.features", "layer.input"),
        ("layer.output", "loss.prediction"),
        ("other.target", "loss.target"),
    ]
    graph = Graph(nodes=freeze(tables | ends), wires=tuple(Wire(*w) for w in wires))
    errors = told(graph, "error", "other")
    assert errors == [] if is_fine else "samples are paired" in errors[0]


def test_a_running_number_is_left_out_in_one_click(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,year,kind\n" + "".join(f"{i + 7},{2000 + i // 2},a\n" for i in range(9)))
    graph = graph_of(path, target="year")
    assert not [p for p in check(graph).problems if p.severity == "info" and p.remedies]
    path.write_text("id,year,kind\n" + "".join(f"{i + 7},{2000 + i // 2},a\n" for i in range(10)))
    (problem,) = [p for p in check(graph).problems if p.severity == "info" and p.remedies]
    assert problem.reason == "id only numbers the rows, which says nothing of a new one"
    mended = apply_remedy(graph, problem, problem.remedies[0].action)
    assert mended.nodes["table"].params["ignore"] == ["id"]
    assert not [p for p in check(mended).problems if p.severity == "info" and p.remedies]


def test_what_cannot_be_loaded_is_an_error_at_its_setting(houses: Path, tmp_path: Path) -> None:
    for graph, param in (
        (graph_of(tmp_path / "none.csv"), "path"),
        (graph_of(houses, target="prize"), "target"),
        (graph_of(houses, ignore=["x"]), "ignore"),
    ):
        errors = [p for p in check(graph).problems if (p.severity, p.node) == ("error", "table")]
        assert [(p.param, p.place) for p in errors] == [(param, f"table.{param}")]


def test_a_wrong_name_of_a_column_is_mended_in_one_click(houses: Path) -> None:
    graph = graph_of(houses, target="prize")
    (problem,) = [p for p in check(graph).problems if p.param == "target"]
    mended = apply_remedy(graph, problem, problem.remedies[0].action)
    assert mended.nodes["table"].params["target"] == "price"


def test_rows_that_a_quote_has_swallowed_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text('a,b,c\n1,"2,x\n3,4,x\n5,6",x\n7,8,x\n', "utf-8")
    (doubt,) = told(graph_of(path), "warning", "table")
    assert doubt == (
        'a " in line 2 of houses.csv is closed only in line 4, so that all between is taken for '
        "one cell; close it earlier, or take it away"
    )
    path.write_text("a,b,c\n1,2,x\n3,4,x\n", "utf-8")
    assert told(graph_of(path), "warning", "table") == []


def arrays_with_own(folder: Path, *parts: str, **params: object) -> dict[str, object]:
    held = {f"{name}{part}": np.arange(6.0) for part in ("", *parts) for name in ("x", "y")}
    np.savez(folder / "a.npz", **held)
    return {"path": str(folder / "a.npz")} | params


def with_arrays(**params: object) -> Graph:
    nodes = {"own": Node("arrays", freeze(params)), "layer": Node("dense", freeze({"units": 1}))}
    nodes |= {"loss": Node("mean_squared_error"), "sgd": Node("sgd")}
    ends = [("own.x", "layer.input"), ("layer.output", "loss.prediction")]
    ends += [("own.y", "loss.target"), ("loss.loss", "sgd.loss")]
    return Graph(nodes=freeze(nodes), wires=tuple(Wire(*each) for each in ends))


def test_a_share_that_changes_nothing_is_told_of_where_somebody_has_set_it(tmp_path: Path) -> None:
    graph = with_arrays(**arrays_with_own(tmp_path, "_val", "_test", validation_split=0.3))
    told_of = {p.param: str(p.reason) for p in check(graph).problems if p.param}
    assert told_of == {
        "validation_split": "validation_split changes nothing: x_val validates, so that no share "
        "is kept back"
    }
    assert list(check(graph).facts["own"].idle) == ["validation_split", "test_split"]
    alone = with_arrays(**arrays_with_own(tmp_path, validation_split=0.3))
    assert not [p for p in check(alone).problems if p.param]


def test_what_has_arrays_of_its_own_to_validate_with_is_validated_without_a_share(tmp_path) -> None:
    params = arrays_with_own(tmp_path, "_val", validation_split=0.0)
    graph = with_arrays(**params)
    stopping = Held("early_stopping", freeze({"monitor": "val_loss"}))
    graph = replace(graph, training=replace(graph.training, callbacks=(stopping,)))
    assert not [p for p in check(graph).problems if p.severity == "error"]
    np.savez(tmp_path / "a.npz", x=np.arange(6.0), y=np.arange(6.0))
    (error,) = [p for p in check(graph).problems if p.severity == "error"]
    assert "val_loss" in str(error.reason)


def test_samples_that_are_paired_are_counted_part_by_part(tmp_path: Path) -> None:
    for name, counts in (("one", (9, 4, 3)), ("other", (9, 4, 2))):
        held = {
            f"{kind}{part}": np.arange(float(count))
            for part, count in zip(("", "_test", "_val"), counts, strict=True)
            for kind in "xy"
        }
        np.savez(tmp_path / f"{name}.npz", **held)
    nodes = {
        name: Node("arrays", freeze({"path": str(tmp_path / f"{name}.npz")} | more))
        for name, more in (("one", {}), ("other", {"validation_split": 0.5}))
    }
    nodes["both"] = Node("concatenate")
    wires = (Wire("one.x", "both.inputs"), Wire("other.x", "both.inputs"))
    graph = Graph(nodes=freeze(nodes), wires=wires)
    assert told(graph, "error", "other") == [
        "has 2 samples of its own to validate with, one has 3; samples are paired, so there must "
        "be as many of each"
    ]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([-1.0, 2.0, 1.0], "the least of the weights that come in here is -1; what a sample"),
        ([0.0, 0.0, 0.0], "are all 0, so that nothing is learned; need some above 0"),
        ([0.0, 50.0, 1.0], ""),
    ],
)
def test_weights_of_samples_that_teach_nothing_or_the_contrary_are_warned_of(
    tmp_path: Path, weights, said
) -> None:
    np.savez(tmp_path / "w.npz", x=np.ones((6, 1)), y=np.array(weights * 2))
    graph = with_arrays(**arrays_with_own(tmp_path))
    nodes = dict(graph.nodes)
    nodes["weights"] = Node("arrays", freeze({"path": str(tmp_path / "w.npz")}))
    wires = (*graph.wires, Wire("weights.y", "loss.sample_weight"))
    graph = replace(graph, nodes=freeze(nodes), wires=wires)
    found = [p for p in check(graph).problems if p.severity == "warning"]
    assert [(p.node, p.port, said in str(p.reason)) for p in found] == (
        [("loss", "sample_weight", True)] if said else []
    )
