import json
import re
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept import run_folder

from .conftest import Run

KERNEL = np.arange(784 * 10, dtype=np.float32).reshape(784, 10) % 7 / 70


def entry(class_name: str, **config: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": class_name, "config": config}


def write_model(path: Path, *more: dict[str, Any]) -> Path:
    layers = [
        entry("InputLayer", name="x", batch_shape=[None, 28, 28, 1], dtype="float32"),
        entry("Flatten", name="flat"),
        *more,
        entry("Dense", name="scores", units=10, activation="softmax", use_bias=False),
    ]
    model = {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "digits", "layers": layers},
        "compile_config": {
            "optimizer": {
                "module": "keras.optimizers",
                "class_name": "SGD",
                "config": {"learning_rate": 0.05000000074505806},
            },
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"],
        },
    }
    weights = path.with_suffix(".h5")
    with h5py.File(weights, "w") as file:
        file["layers/dense/vars/0"] = KERNEL
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(model))
        archive.write(weights, "model.weights.h5")
    weights.unlink()
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model.keras")


def test_a_model_becomes_a_file(horn: Run, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "digits.horn"
    result = horn("import", model, "-o", out)
    assert result.code == 0
    assert result.out == f"wrote {out}: 7 nodes, 7 wires\n"
    graph = files.load(out)
    assert dict(graph.nodes["sgd"].params) == {"learning_rate": 0.05}
    assert graph.nodes["scores_target"].kind == "input"


def test_it_is_told_in_korean(horn: Run, korean: None, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "digits.horn"
    told = horn("import", model, "-o", out, "--run", tmp_path / "run")
    assert told.out == f"{out}을 썼습니다: 노드 7개, 선 7개\n실행 {tmp_path / 'run'}\n"
    odd = write_model(tmp_path / "odd.keras", entry("Lambda", name="code"))
    told = horn("import", odd, "-o", tmp_path / "odd.horn", "--run", tmp_path / "no")
    place, fault = told.err.splitlines()[0], told.err.splitlines()[-1]
    assert place.startswith("자리표      code (keras.layers.Lambda): ")
    assert fault.startswith("hornstudio: 실행을 만들지 않았습니다: ")
    for line in (place, fault):
        assert set(re.findall("[A-Za-z]{2,}", line)) <= {
            *("code", "keras", "layers", "Lambda", "hornstudio", "Python"),
        }


def test_why_it_cannot_be_read_is_told_in_korean(
    horn: Run, korean: None, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.horn"
    model.write_bytes(model.read_bytes()[:-30])
    cut_off = horn("import", model, "-o", out).err
    assert "를 받을 수 없습니다: 압축 파일에 목차가 없습니다." in cut_off
    with zipfile.ZipFile(model, "w") as archive:
        archive.writestr("metadata.json", "{}")
    empty = horn("import", model, "-o", out).err
    assert empty.endswith("를 받을 수 없습니다: 압축 파일에 config.json이 없습니다\n")


def test_its_weights_become_a_run_that_predicts(horn: Run, model: Path, tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "out.npz"
    result = horn("import", model, "-o", tmp_path / "a.horn", "--run", run, "--json")
    assert result.code == 0
    assert result.json == {
        "file": str(tmp_path / "a.horn"),
        "run": str(run),
        "why_no_run": "",
        "why_no_run_parts": {},
        "optimizer": "new",
        "nodes": 7,
        "placeholders": 0,
        "remarks": [],
    }
    x = np.random.default_rng(0).random((4, 28, 28, 1), np.float32)
    np.savez(tmp_path / "x.npz", x=x)
    assert horn("predict", run, tmp_path / "x.npz", "-o", out).code == 0
    scores = np.exp(x.reshape(4, -1) @ KERNEL)
    with np.load(out) as found:
        right = scores / scores.sum(-1, keepdims=True)
        np.testing.assert_allclose(found["scores"], right, atol=1e-5)


def with_data(path: Path) -> Path:
    """The graph with digits in place of its free inputs."""
    text = path.read_text(encoding="utf-8")
    for old, new in (("x.output", "digits.image"), ("scores_target.output", "digits.label")):
        text = text.replace(f'"{old}"', f'"{new}"')
    data = json.loads(text)
    del data["nodes"]["x"], data["nodes"]["scores_target"]
    data["nodes"]["digits"] = {"kind": "digits"}
    data["training"] = {"epochs": 1, "batch_size": 500}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_training_goes_on_from_its_weights(horn: Run, model: Path, tmp_path: Path) -> None:
    out, run = tmp_path / "a.horn", tmp_path / "run"
    assert horn("import", model, "-o", out, "--run", run).code == 0
    result = horn("train", with_data(out), "--resume", run, "--json")
    assert result.code == 0
    started = next(e for e in result.events if e["event"] == "started")
    assert started["first_epoch"] == 1
    fresh = horn("train", out, "--run", tmp_path / "fresh", "--json")
    figures = [r.events[-1]["metrics"]["loss"] for r in (result, fresh)]
    assert figures[0] != figures[1]
    assert horn("evaluate", run, "--json").json["metrics"]["test_accuracy"] > 0.1
    # What the imported weights gave before the first step is still there.
    assert horn("evaluate", run, "--checkpoint", "0", "--json").json["checkpoint"] == "epoch-0000"


def test_what_has_no_counterpart_is_told(horn: Run, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m.keras", entry("Lambda", name="code", function={}))
    out, run = tmp_path / "a.horn", tmp_path / "run"
    result = horn("import", model, "-o", out, "--run", run)
    assert result.code == 1
    assert "placeholder  code (keras.layers.Lambda): holds Python code" in result.err
    assert "no run was made: the graph cannot compute while it has placeholders" in result.err
    assert not run.exists()
    assert files.load(out).nodes["code"].kind == "keras.Lambda"
    assert horn("check", out).code == 1
    facts = horn("import", model, "-o", out, "--json").json
    assert facts["remarks"][0]["placeholder"] is True
    assert facts["run"] is None
    assert facts["why_no_run"] == ""  # none was asked for
    facts = horn("import", model, "-o", out, "--run", run, "--json").json
    assert facts["why_no_run_parts"]["template"].startswith("the graph cannot compute")


def test_a_run_is_not_overwritten(horn: Run, model: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert horn("import", model, "-o", tmp_path / "a.horn", "--run", run).code == 0
    again = horn("import", model, "-o", tmp_path / "b.horn", "--run", run)
    assert again.code == 1
    assert "already holds a run" in again.err


def test_a_run_that_cannot_be_made_leaves_the_graph_and_no_half_of_itself(
    horn: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise FileError("cannot write {path}: No space left on device", path="epoch-0000")

    monkeypatch.setattr(run_folder.RunFolder, "save_checkpoint", full)
    out, run = tmp_path / "a.horn", tmp_path / "runs" / "digits"
    result = horn("import", model, "-o", out, "--run", run, "--json")
    assert result.code == 1
    assert result.json["run"] is None
    why = "digits: cannot write epoch-0000: No space left on device. Make room there"
    assert why in result.json["why_no_run"]
    assert "no run was made: cannot make the run folder" in result.err
    assert len(files.load(out).nodes) == 7
    assert list(run.parent.iterdir()) == []


def test_the_run_says_that_it_was_imported_and_what_from(
    horn: Run, model: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert horn("import", model, "-o", tmp_path / "a.horn", "--run", run).code == 0
    known = horn("runs", "show", run, "--json").json
    assert (known["state"], known["source"]) == ("imported", "weights of model.keras")
    assert (known["weights"], known["checkpoint"]) == (7840, "epoch-0000")


def test_a_file_that_is_no_model_is_refused(horn: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.keras"
    path.write_text("hello")
    result = horn("import", path, "-o", tmp_path / "a.horn")
    assert result.code == 1
    assert "is no model of Keras" in result.err
    assert not (tmp_path / "a.horn").exists()
