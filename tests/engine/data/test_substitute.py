import pytest

from hornstudio.engine.data.substitute import with_small_data
from hornstudio.engine.errors import DataError
from hornstudio.engine.storage.templates import find_template


@pytest.fixture(autouse=True)
def no_network(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    monkeypatch.setattr("hornstudio.engine.data.find.download", lambda *_: ["http://a (gone)"])


def test_missing_mnist_becomes_digits_with_all_else_kept() -> None:
    graph = find_template("mnist_mlp").graph()
    changed, lines = with_small_data(graph)
    assert lines == ["mnist: digits in the place of mnist"]
    assert changed.nodes["mnist"].kind == "digits"
    assert changed.nodes["mnist"].params == graph.nodes["mnist"].params
    assert changed.wires == graph.wires


def test_data_that_is_there_stays() -> None:
    graph = find_template("two_in_two_out").graph()
    assert with_small_data(graph) == (graph, [])


def test_data_without_a_substitute_is_still_missing(monkeypatch) -> None:
    monkeypatch.setattr("hornstudio.engine.data.find.SUBSTITUTE", "nothing_of_the_kind")
    with pytest.raises(DataError, match="not on this machine"):
        with_small_data(find_template("mnist_mlp").graph())
