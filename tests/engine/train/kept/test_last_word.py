"""On a full disk a run is still known to have failed."""

from pathlib import Path

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import FileError
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept import record
from hornstudio.engine.train.kept.last_word import say_failed
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Failed


def test_one_word_is_changed_in_its_place(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.begin(find_template("mnist_mlp").graph())
    before = folder.facts()
    size = (folder.path / "run.json").stat().st_size
    assert say_failed(folder.path)
    assert folder.facts() == before | {"state": "failed"}
    assert (folder.path / "run.json").stat().st_size == size
    assert not say_failed(folder.path), "it has ended already"
    assert not say_failed(tmp_path / "none")


def test_a_run_that_fills_the_disk_does_not_look_as_if_it_went_on(
    tmp_path: Path, monkeypatch
) -> None:
    graph = replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())
    path = tmp_path / "run"
    events = []
    for event in train(graph, run_dir=path):
        events.append(event)
        if len(events) == 3:

            def full(place: Path, *_: object, **__: object) -> None:
                raise FileError("cannot write {path}: full", path=str(place))

            monkeypatch.setattr(record, "write_atomically", full)
            monkeypatch.setattr(record, "append", full)
    assert isinstance(events[-1], Failed)
    assert RunFolder.open(path).facts()["state"] == "failed"
