"""The samples of a table, number by number."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.errors import DataError, ShapeError
from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze
from hornstudio.engine.modules.tables import reading
from hornstudio.engine.modules.tables.further import open_table_file
from hornstudio.engine.modules.tables.loading import keep_table, read_rows, words_not_learned
from hornstudio.engine.modules.tables.sampling import load_table
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.params import Values
from tests.engine.modules.tables import table_values
from tests.engine.modules.tables.plain_table import PlainTable, as_arrays, tables

FLOWERS = "length;kind;width\n5,1;a;2\n;b;4\n6,9;;3\n3;a;\n"


def values(path: Path | str, **given: Any) -> Values:
    return table_values.values(path, **{"test_split": 0.0} | given)


def asked(p: Values) -> dict[str, Any]:
    return {**p, "seed": 0}


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    return path


@pytest.mark.parametrize("rows_at_once", [1, 3, 100])
def test_numbers_stay_words_are_one_hot_gaps_are_filled(flowers, monkeypatch, rows_at_once) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", rows_at_once)
    train, test, validation = open_table_file(**asked(values(flowers)))
    mean = np.float32(
        6
    )  # of 5.1 and 6.9: the row with 3 lacks its target, so that it trains nothing
    expected = [[5.1, 1, 0], [mean, 0, 1], [6.9, 0, 0]]
    np.testing.assert_array_equal(train["features"], np.array(expected, np.float32))
    np.testing.assert_array_equal(train["target"], [0, 2, 1])  # places among 2, 3 and 4
    assert (train["features"].dtype, train["target"].dtype) == (np.float32, np.int32)
    assert test == validation == {}


def test_rows_with_gaps_can_be_left_out(flowers: Path) -> None:
    train, _, _ = open_table_file(**asked(values(flowers, missing="drop")))
    np.testing.assert_array_equal(train["features"], np.array([[5.1, 1, 0]], np.float32))


def test_targets_as_numbers_and_one_hot(flowers: Path) -> None:
    number = open_table_file(**asked(values(flowers, target_type="number")))[0]["target"]
    np.testing.assert_array_equal(number, np.array([[2], [4], [3]], np.float32))
    one_hot = open_table_file(**asked(values(flowers, target_type="categorical")))[0]["target"]
    np.testing.assert_array_equal(one_hot, np.eye(3, dtype=np.float32)[[0, 2, 1]])


def test_what_is_loaded_fits_what_was_said(flowers: Path) -> None:
    for more in ({}, {"target": "kind"}, {"target_type": "categorical"}, {"target": "length"}):
        p = values(flowers, test_split=0.4, **more)
        parts = load_table(None, **asked(p))
        assert TABLE.examples is not None
        counts = TABLE.examples(p)
        assert (parts[2], counts[2]) == ({}, 0)
    for part, count in zip(parts[:2], counts[:2], strict=True):
        for port, spec in TABLE.infer_outputs(p).items():
            assert part[port].shape == (count, *spec.shape)
            assert part[port].dtype == spec.dtype


def test_test_rows_are_dealt_once_and_for_all(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{i},{i / 7}\n" for i in range(50)), "utf-8")
    p = values(path, test_split=0.2)
    train, test, _ = load_table(None, **asked(p))
    rows = [*train["features"][:, 0], *test["features"][:, 0]]
    assert (len(train["target"]), len(test["target"])) == (40, 10)
    assert sorted(rows) == list(range(50))
    assert list(test["features"][:, 0]) != list(range(40, 50))
    again = load_table(None, **asked(p))[1]
    np.testing.assert_array_equal(again["features"], test["features"])


@pytest.mark.parametrize(("share", "order"), [(0.3, 0), (0.3, 2), (0.0, 0)])
def test_gaps_get_the_mean_of_the_rows_that_train(tmp_path: Path, share, order) -> None:
    path = tmp_path / "t.csv"
    numbers = ["" if i % 5 == 0 else str(i * i) for i in range(60)]
    path.write_text("a,b\n" + "".join(f"{n},{i}.5\n" for i, n in enumerate(numbers)), "utf-8")
    params = {"path": str(path), "test_split": 0.2, "validation_split": share, "order": order}
    nodes = {"own": Node("table", freeze(params)), "out": Node("flatten")}
    wires = (Wire("own.features", "out.input"),)
    graph = Graph(nodes=freeze(nodes), wires=wires, training=Training(seed=7))
    report = check(graph)
    data = load_dataset(graph, report)
    rows = (data.train["own.target"][:, 0] - 0.5).astype(int)
    mean = np.mean([i * i for i in rows if i % 5])
    parts = [data.train, data.test, *([data.validation] if share else [])]
    for part in parts:
        is_gap = part["own.target"][:, 0] % 5 == 0.5
        assert is_gap.any()
        np.testing.assert_allclose(part["own.features"][is_gap, 0], mean, rtol=1e-6)
    kept = keep_table(report.facts["own"].values, 7)
    assert kept["columns"][0]["mean"] == pytest.approx(mean)


def test_a_table_without_a_row_to_train_on_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,,x\n,2,y\n", "utf-8")
    with pytest.raises(DataError, match="has no row to train on"):
        open_table_file(**asked(values(path, missing="drop")))


def test_a_table_that_has_changed_since_it_was_checked_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(DataError, match=r"t\.csv has no column c; there are a, b"):
        open_table_file(**asked(values(path, target="c")))
    path.write_text("", "utf-8")
    with pytest.raises(DataError, match=r"t\.csv has no rows"):
        open_table_file(**asked(values(path, target="b")))
    path.unlink()
    with pytest.raises(DataError, match=r"there is no file .*t\.csv"):
        open_table_file(**asked(values(path, target="b")))


def test_further_rows_are_read_as_those_of_the_training(flowers: Path, tmp_path: Path) -> None:
    p = values(flowers)
    more = tmp_path / "more.csv"
    more.write_text("kind,note,length\nb,x,1.5\nunheard of,y,\n", "utf-8")
    np.testing.assert_array_equal(
        read_rows(p, [str(more), str(more)]),
        np.array([[1.5, 0, 1], [5, 0, 0]] * 2, np.float32),
    )
    more.write_text("1.5,b\n2.5,a\n", "utf-8")  # no heading, but the very columns
    np.testing.assert_array_equal(
        read_rows(p, [str(more)]), np.array([[1.5, 0, 1], [2.5, 1, 0]], np.float32)
    )
    more.write_text("length,note,more\n1,2,3\n", "utf-8")
    with pytest.raises(DataError, match=r"more\.csv has no column kind; need all .*: length, kind"):
        read_rows(p, [str(more)])
    more.write_text("length,note\n1,2\n", "utf-8")  # as many columns, but another one
    with pytest.raises(DataError, match=r"more\.csv has no column kind; need all"):
        read_rows(p, [str(more)])
    for nothing in ("length,kind\n", "", "\n\n"):
        more.write_text(nothing, "utf-8")
        with pytest.raises(DataError, match="has no rows"):
            read_rows(p, [str(more)])
    more.write_text("length,kind\nlong,a\n", "utf-8")
    with pytest.raises(DataError, match="the column length has words in it, such as long"):
        read_rows(p, [str(more)])


def test_words_in_further_rows_that_were_not_learned_are_told_of(flowers, tmp_path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("kind,note,length\nb,x,1.5\nunheard of,y,\n new ,z,2\n,w,2\n", "utf-8")
    (told,) = words_not_learned(values(flowers), [str(more)])
    assert "kind has words that the network was not trained on, such as unheard of:" in told
    assert told.endswith("rows with one: 2")
    more.write_text("length,kind\n1.5,b\n", "utf-8")
    assert words_not_learned(values(flowers), [str(more)]) == ()


def test_further_rows_that_cannot_be_read_are_told_of(flowers: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("length,kind\n1,a\n1,a,b\n", "utf-8")
    with pytest.raises(DataError, match=r"row 3 of .*more\.csv has 3 cells, the first one has 2"):
        read_rows(values(flowers), [str(more)])
    more.write_text('length,kind\n1,"a\n2,b\n', "utf-8")
    with pytest.raises(DataError, match=r'a " in line 2 of more\.csv is never closed'):
        read_rows(values(flowers), [str(more)])
    more.write_text(f"length,kind\n1,{'a' * 200_000}\n", "utf-8")
    with pytest.raises(DataError, match=r"a cell of more\.csv has more than 131,072 letters"):
        read_rows(values(flowers), [str(more)])


@given(table=tables())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_table_is_loaded_as_what_it_was_written_from(tmp_path: Path, table: PlainTable) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(table.text)
    p = values(path, **table.params, validation_split=0.0)
    expected = table.expected()
    if expected is None:
        with pytest.raises(ShapeError) if table.rows else pytest.raises(DataError):
            assert open_table_file(**asked(p)) if not table.rows else TABLE.infer_outputs(p)
        return
    if not expected[1]:
        with pytest.raises(DataError):
            open_table_file(**asked(p))
        return
    train, _, _ = load_table(None, **asked(p))
    for port, array in zip(("features", "target"), as_arrays(*expected), strict=True):
        np.testing.assert_array_equal(train[port], array)
        np.testing.assert_array_equal(train[port], open_table_file(**asked(p))[0][port])
        spec = TABLE.infer_outputs(p)[port]
        assert (spec.shape, spec.dtype) == (array.shape[1:], array.dtype)
    assert TABLE.examples is not None
    assert TABLE.examples(p)[0] in (
        0 if table.params["missing"] == "drop" else -1,
        len(expected[1]),
    )


def test_a_share_to_test_with_that_leaves_no_row_is_named(flowers: Path) -> None:
    with pytest.raises(DataError, match=r"test_split is 0\.99, which leaves none of 3 rows"):
        open_table_file(**asked(values(flowers, test_split=0.99)))
