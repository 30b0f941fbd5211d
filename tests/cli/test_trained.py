import json
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.storage import files
from hornstudio.engine.train.evaluate import predict_run
from hornstudio.engine.train.run import train
from tests.engine.modules.pictures.folder_of_pictures import make_pictures
from tests.engine.sample_graph import graph, judged, node, of_table

from .conftest import TINY, Run


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


def test_an_epoch_that_is_kept_to_look_back_at_is_evaluated(horn: Run, trained: Path) -> None:
    assert horn("resume", trained, "--epochs", 6).code == 0
    assert not (trained / "checkpoints" / "epoch-0001.safetensors").exists()
    assert horn("evaluate", trained, "--checkpoint", 1).out.startswith("epoch-0001  test_loss ")


def test_damaged_checkpoint_is_named(horn: Run, trained: Path) -> None:
    path = trained / "checkpoints" / "epoch-0002.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    result = horn("evaluate", trained, "--checkpoint", "2")
    assert result.code == 1
    assert "epoch-0002.safetensors is damaged" in result.err
    assert "Use an earlier checkpoint: epoch-0001 is whole" in result.err


def test_predict_gives_an_array_for_each_output(horn: Run, trained: Path, tmp_path: Path) -> None:
    samples, out = tmp_path / "samples.npz", tmp_path / "out.npz"
    np.savez(samples, digits=np.random.default_rng(0).random((3, 28, 28, 1)))
    result = horn("predict", trained, samples, "-o", out, "--json")
    assert (result.json["file"], result.json["outputs"]) == (str(out), {"scores": [3, 10]})
    assert result.json["classes"] == {"scores": list("0123456789")}
    with np.load(out) as outputs:
        assert np.allclose(outputs["scores"].sum(axis=1), 1, atol=1e-5)


def test_what_was_given_instead_of_an_input_is_told(
    horn: Run, trained: Path, tmp_path: Path
) -> None:
    samples = tmp_path / "samples.npz"
    np.savez(samples, img=np.zeros((3, 28, 28, 1)))
    told = horn("predict", trained, samples, "-o", tmp_path / "out.npz").err
    assert (
        "samples.npz: there is nothing for the input digits; need digits, and there is img" in told
    )


def test_grey_pictures_need_no_channel_and_one_sample_no_batch(
    horn: Run, trained: Path, tmp_path: Path
) -> None:
    samples, out = tmp_path / "samples.npy", tmp_path / "out.npz"
    pixels = np.random.default_rng(0).random((3, 28, 28, 1))
    expected = predict_run(trained, {"digits": pixels})["scores"]
    for array, rows in ((pixels[..., 0], expected), (pixels[0, ..., 0], expected[:1])):
        np.save(samples, array)
        assert horn("predict", trained, samples, "-o", out).code == 0
        with np.load(out) as outputs:
            assert np.allclose(outputs["scores"], rows, atol=1e-6)
    np.save(samples, np.zeros((3, 14, 14)))
    told = horn("predict", trained, samples, "-o", out).err
    assert "digits has the shape 3×14×14; need 28×28×1 numbers for each sample" in told
    np.save(samples, np.zeros((0, 28, 28, 1)))
    assert "there is no sample in what" in horn("predict", trained, samples, "-o", out).err


def test_prediction_is_written_as_npz_or_csv_alone(
    horn: Run, trained: Path, tmp_path: Path
) -> None:
    result = horn("predict", trained, tmp_path / "x.npz", "-o", tmp_path / "out.txt")
    assert result.code == 2
    assert "need a name that ends in .npz or .csv" in result.err


def test_pictures_are_read_as_for_training_and_their_classes_named(
    horn: Run, tmp_path: Path
) -> None:
    pets, out, file = tmp_path / "pets", tmp_path / "out.npz", tmp_path / "pets.horn"
    make_pictures(pets, ("cat", "dog"), count=3)
    data = {"directory": str(pets), "image_size": [4, 4], "fit": "crop", "validation_split": 0.0}
    tiny = json.loads(TINY)
    tiny["nodes"]["digits"] = {"kind": "image_folder", "params": data}
    tiny["nodes"]["scores"]["params"]["units"] = 2
    file.write_text(json.dumps(tiny))
    run = tmp_path / "run"
    assert horn("train", file, "--run", run).code == 0
    pictures = sorted(pets.rglob("*.png"))
    told = horn("predict", run, *pictures, "-o", out, "--json").json
    assert told["classes"] == {"scores": ["cat", "dog"]}
    graph = files.load(file)
    images = load_dataset(graph, check(graph)).train
    expected = predict_run(run, {"digits": images["digits.image"]})["scores"]
    with np.load(out) as outputs:
        np.testing.assert_array_equal(outputs["scores"], expected)
    best = ", ".join(("cat", "dog")[place] for place in expected.argmax(axis=1))
    assert f"scores: {best}\n" in horn("predict", run, *pictures, "-o", out).out
    numbers = tmp_path / "numbers.csv"
    np.savetxt(numbers, images["digits.image"].reshape(6, -1), delimiter=",", fmt="%.9g")
    assert horn("predict", run, numbers, "-o", out).code == 0
    with np.load(out) as outputs:
        np.testing.assert_allclose(outputs["scores"], expected, atol=1e-6)


def network_of(plants: Path) -> Path:
    """A file beside a table of trees that it writes, with a network that learns them."""
    rows = [f"{n % 3},{'red' if n % 2 else 'blue'},{'oak' if n % 2 else 'elm'}" for n in range(40)]
    plants.write_text("\n".join(["size,colour,tree", *rows]), "utf-8")
    nodes = {
        "plants": {"kind": "table", "params": {"path": str(plants)}},
        "scores": {"kind": "dense", "params": {"units": 2, "activation": "softmax"}},
        "loss": {"kind": "categorical_crossentropy"},
        "sgd": {"kind": "sgd", "params": {"learning_rate": 1.0}},
    }
    wires = [
        ["plants.features", "scores.input"],
        ["scores.output", "loss.prediction"],
        ["plants.target", "loss.target"],
        ["loss.loss", "sgd.loss"],
    ]
    tiny = json.loads(TINY) | {"nodes": nodes, "wires": wires}
    tiny["training"] |= {"epochs": 20, "batch_size": 8}
    tiny.pop("layout", None)
    file = plants.with_suffix(".horn")
    file.write_text(json.dumps(tiny), "utf-8")
    return file


def test_rows_of_classes_that_were_not_learned_are_told(
    horn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_recalled", {})
    plants, run = tmp_path / "plants.csv", tmp_path / "run"
    assert horn("train", network_of(plants), "--run", run).code == 0
    assert horn("evaluate", run).err == ""
    monkeypatch.setattr(survey, "_recalled", {})  # as in a process of its own
    plants.write_text(plants.read_text("utf-8").replace("elm", "yew"), "utf-8")
    told = horn("evaluate", run)
    assert told.code == 0
    assert told.err == (
        "note: plants: the classes are oak, yew; they were elm, oak. What the network has not "
        "learned is left out\n"
    )
    monkeypatch.setattr(survey, "_recalled", {})
    plants.unlink()
    assert horn("evaluate", run).err == (
        f"hornstudio: cannot read {plants}: No such file or directory\n"
    )


def test_rows_of_a_table_are_read_as_for_training(horn: Run, tmp_path: Path) -> None:
    plants, more, out = tmp_path / "plants.csv", tmp_path / "more.csv", tmp_path / "out.npz"
    file = network_of(plants)
    assert horn("train", file, "--run", tmp_path / "run").code == 0
    more.write_text("colour,size\nblue,1\nred,\nred,2\n", "utf-8")
    told = horn("predict", tmp_path / "run", more, "-o", out)
    assert "scores: elm, oak, oak" in told.out
    with np.load(out) as outputs:
        assert outputs["scores"].shape == (3, 2)
    table = tmp_path / "said.csv"
    assert horn("predict", tmp_path / "run", more, "-o", table).err == ""
    assert table.read_text("utf-8-sig").splitlines()[0] == "sample,scores,scores: elm,scores: oak"
    assert table.read_text("utf-8-sig").splitlines()[2].startswith("2,oak,0.")
    plants.write_text("size,colour,tree\n0,green,fir\n1,grey,yew\n2,white,ash\n", "utf-8")
    assert horn("predict", tmp_path / "run", more, "-o", out).out == told.out
    assert "has no row to train on" in horn("evaluate", tmp_path / "run").err
    plants.write_text("colour,size,tree\ngreen,1,fir\n", "utf-8")
    assert "other columns than it had: colour, size" in horn("evaluate", tmp_path / "run").err
    plants.unlink()
    assert horn("predict", tmp_path / "run", more, "-o", out).out == told.out


def test_words_that_were_not_learned_are_told(horn: Run, tmp_path: Path) -> None:
    """They are as good as an empty cell, which the answer alone does not show."""
    plants, more, run = tmp_path / "plants.csv", tmp_path / "more.csv", tmp_path / "run"
    assert horn("train", network_of(plants), "--run", run).code == 0
    more.write_text("colour,size\nblue,1\ngreen,2\n", "utf-8")
    words = "colour has words that the network was not trained on, such as green"
    told = horn("predict", run, more, "-o", tmp_path / "out.csv")
    assert told.err.startswith(f"note: {words}")
    (tmp_path / "more.tsv").write_text("colour\tsize\nblue\t1\ngreen\t2\n", "utf-8")
    told = horn("predict", run, tmp_path / "more.tsv", "-o", tmp_path / "out.csv")
    assert told.err.startswith(f"note: {words}")
    told = horn("predict", run, more, "-o", tmp_path / "out.csv", "--json")
    assert (told.err, told.json["remarks"][0].startswith(words)) == ("", True)


def test_a_picture_is_no_row_of_a_table(horn: Run, tmp_path: Path) -> None:
    plants, run, out = tmp_path / "plants.csv", tmp_path / "run", tmp_path / "out.csv"
    assert horn("train", network_of(plants), "--run", run).code == 0
    (tmp_path / "oak.png").write_bytes(b"")
    told = horn("predict", run, tmp_path / "oak.png", "-o", out)
    said = "oak.png is a picture. The network was trained on plants.csv; give it a table (.csv) "
    assert said + "with the columns size, colour" in told.err


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        ("x.npz", (2, 4), "there is nothing for the input plants; need plants, and there is x"),
        ("x.npy", (2, 7), "the array for the input plants has the shape 2×7; need "),
    ],
)
def test_arrays_that_a_table_network_cannot_take_are_told_which_columns_it_can(
    horn: Run, tmp_path: Path, name, array, said
) -> None:
    plants, run, file = tmp_path / "plants.csv", tmp_path / "run", tmp_path / name
    assert horn("train", network_of(plants), "--run", run).code == 0
    if file.suffix == ".npz":
        np.savez(file, x=np.ones(array))
    else:
        np.save(file, np.ones(array))
    told = horn("predict", run, file, "-o", tmp_path / "out.npz")
    assert told.code == 1
    assert f"{name}: {said}" in told.err
    advice = "The network was trained on plants.csv; give it a table (.csv) with the columns size"
    assert advice in told.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("four.csv", "1,2,3,4\n", "four.csv has rows of 4 numbers; need 3"),
        ("words.csv", "1,2,3\nAdelie,2,3\n", "words.csv has 'Adelie' in line 2; need a number"),
    ],
)
def test_a_table_that_penguins_do_not_fit_is_told_what_their_numbers_are(
    horn: Run, tmp_path: Path, name, content, said
) -> None:
    run, file = tmp_path / "run", tmp_path / name
    nodes = {"birds": node("penguins"), "mass": node("dense", units=1)}
    nodes |= {"loss": node("mean_squared_error"), "sgd": node("sgd", learning_rate=1e-6)}
    wires = [("birds.measures", "mass.input"), *judged("mass", "birds.mass", "loss")]
    list(train(graph(nodes, [*wires, ("loss.loss", "sgd.loss")]), run_dir=run))
    file.write_text(content, "utf-8")
    told = horn("predict", run, file, "-o", tmp_path / "out.csv")
    assert told.code == 1
    columns = "bill_length_mm, bill_depth_mm, flipper_length_mm of each sample, in this order"
    assert f"{said}. The network was trained on Penguins; give it {columns}" in told.err


def test_a_file_for_an_input_that_there_is_not_is_told(horn: Run, tmp_path: Path) -> None:
    plants, run = tmp_path / "plants.csv", tmp_path / "run"
    assert horn("train", network_of(plants), "--run", run).code == 0
    told = horn("predict", run, f"leaves={plants}", "-o", tmp_path / "out.npz")
    assert "for no input: none is called leaves, there is plants" in told.err


def test_without_test_data_it_is_said_where_other_figures_are(horn: Run, tmp_path: Path) -> None:
    table, run = tmp_path / "t.csv", tmp_path / "run"
    table.write_text("a,b,c\n" + "1,2,3\n1,2,4.5\n" * 20)
    graph = edits.set_param(of_table(str(table)), "table", "test_split", 0.0)
    list(train(graph, run_dir=run))
    told = horn("evaluate", run).err
    assert "the figures on its validation data stand in the list of runs" in told
    assert "`hornstudio evaluate RUN DATA` measures it on other data" in told


def test_a_number_a_sample_is_printed(horn: Run, tmp_path: Path) -> None:
    table, run = tmp_path / "t.csv", tmp_path / "run"
    table.write_text("a,b,c\n" + "1,2,3\n1,2,4.5\n" * 20)
    list(train(of_table(str(table)), run_dir=run))
    told = horn("predict", run, table, "-o", tmp_path / "o.csv").out.splitlines()
    name, numbers = told[1].split(": ")
    assert (name, numbers.count(","), numbers[-2:]) == ("out (c)", 19, " …")
    written = (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()[1].split(",")[1]
    assert float(numbers.split(",")[0]) == pytest.approx(float(written), rel=1e-3)


def two_tables(left: Path, right: Path) -> Graph:
    """What two tables tell, side by side, for the number in the first of them."""
    graph = of_table(str(left))
    for name, made in (
        ("other", node("table", path=str(right), target_type="number")),
        ("both", node("concatenate")),
    ):
        graph = edits.add_node(graph, name, made)
    graph = edits.disconnect(graph, graph.wires_into("hidden"))
    for source, target in (("table.features", "both.inputs"), ("other.features", "both.inputs")):
        graph = edits.connect(graph, Wire(source, target), many=True)
    return edits.connect(graph, Wire("both.output", "hidden.input"))


def test_each_of_several_inputs_takes_a_file_of_its_own(horn: Run, tmp_path: Path) -> None:
    left, right, run, out = (tmp_path / name for name in ("l.csv", "r.csv", "run", "o.npz"))
    left.write_text("a,b,c\n" + "1,red,3\n1,blue,4.5\n" * 20)
    right.write_text("d,e\n" + "9,2\n,7\n" * 20)
    list(train(two_tables(left, right), run_dir=run))
    told = horn("predict", run, f"table={left}", f"other={right}", "-o", out)
    assert told.code == 0
    with np.load(out) as outputs:
        assert outputs["out"].shape == (40, 1)
    assert "a file for each, as in table=FILE" in horn("predict", run, left, right, "-o", out).err
    assert (
        "there is nothing for the input other"
        in horn("predict", run, f"table={left}", "-o", out).err
    )
