from pathlib import Path

import numpy as np

from .conftest import Run


def test_evaluate_repeats_the_figures_of_the_run(horn: Run, trained: Path) -> None:
    told = horn("evaluate", trained, "--checkpoint", "last", "--json").json
    assert told["checkpoint"] == "epoch-0002"
    facts = (trained / "run.json").read_text()
    assert told["metrics"]["test_loss"] > 0
    assert f'"test_accuracy": {told["metrics"]["test_accuracy"]}' in facts
    assert horn("evaluate", trained).out.startswith("epoch-0002  test_loss ")


def test_evaluate_names_what_is_missing(horn: Run, trained: Path, tmp_path: Path) -> None:
    assert "no checkpoint 9" in horn("evaluate", trained, "--checkpoint", "9").err
    assert "is not the folder of a run" in horn("evaluate", tmp_path).err


def test_damaged_checkpoint_is_named(horn: Run, trained: Path) -> None:
    path = trained / "checkpoints" / "epoch-0002.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    result = horn("evaluate", trained, "--checkpoint", "2")
    assert result.code == 1
    assert "epoch-0002.safetensors is damaged" in result.err


def test_predict_gives_an_array_for_each_output(horn: Run, trained: Path, tmp_path: Path) -> None:
    samples, out = tmp_path / "samples.npz", tmp_path / "out.npz"
    np.savez(samples, digits=np.random.default_rng(0).random((3, 28, 28, 1)))
    result = horn("predict", trained, samples, "-o", out, "--json")
    assert result.json == {"file": str(out), "outputs": {"scores": [3, 10]}}
    with np.load(out) as outputs:
        assert np.allclose(outputs["scores"].sum(axis=1), 1, atol=1e-5)


def test_prediction_is_written_as_npz_alone(horn: Run, trained: Path, tmp_path: Path) -> None:
    result = horn("predict", trained, tmp_path / "x.npz", "-o", tmp_path / "out.csv")
    assert result.code == 2
    assert "need a name that ends in .npz" in result.err
