from pathlib import Path

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import TEMPLATES

from .conftest import TINY, Run


def test_templates_are_listed(horn: Run) -> None:
    assert [t["name"] for t in horn("templates", "--json").json] == [t.name for t in TEMPLATES]
    lines = horn("templates").out.splitlines()
    assert [line.split()[0] for line in lines] == [t.name for t in TEMPLATES]


@pytest.mark.parametrize("name", ["mnist_mlp", "mnist-mlp"])
def test_new_writes_the_template(horn: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / "mine.horn"
    assert horn("new", name, "-o", out).code == 0
    assert files.load(out) == TEMPLATES[0].graph()


def test_new_leaves_an_existing_file_alone(horn: Run, tiny: Path) -> None:
    result = horn("new", "mnist_mlp", "-o", tiny)
    assert (result.code, tiny.read_text(encoding="utf-8")) == (1, TINY)
    assert "exists already" in result.err


def test_new_names_the_templates_it_knows(horn: Run, tmp_path: Path) -> None:
    result = horn("new", "alexnet", "-o", tmp_path / "x.horn")
    assert result.code == 2
    assert "alexnet is not a template; known are mnist_mlp, mnist_cnn" in result.err


def test_modules_tell_params_and_ports(horn: Run) -> None:
    nodes = ("core", "reshape")
    listed = {m["kind"]: m for m in horn("modules", "--json").json if m["category"] in nodes}
    dense = listed["dense"]
    units = next(p for p in dense["params"] if p["name"] == "units")
    assert (units["type"], units["default"], units["low"]) == ("int", 32, 1)
    assert dense["inputs"] == [{"name": "input"}]
    assert listed["add"]["inputs"] == [{"name": "inputs", "many": True}]


def test_modules_lists_all_of_the_catalog(horn: Run) -> None:
    listed = [(m["category"], m["kind"]) for m in horn("modules", "--json").json]
    assert listed == list(catalog().modules)
    text = horn("modules").out
    assert "      units = 32  (an integer of at least 1)" in text
    assert "      kernel_initializer = glorot_uniform  (a kind of initializer)" in text
    for module in catalog().modules.values():
        assert f"  {module.kind}" in text


def test_check_passes_a_sound_file(horn: Run, tiny: Path) -> None:
    result = horn("check", tiny)
    assert (result.code, result.out) == (0, f"{tiny}: no problems, 7,850 weights\n")
    assert horn("check", tiny, "--json").json == {"file": str(tiny), "errors": 0, "problems": []}


def test_check_tells_place_reason_and_remedy(horn: Run, tiny: Path) -> None:
    tiny.write_text(TINY.replace('"units": 10', '"units": 4'), encoding="utf-8")
    result = horn("check", tiny)
    assert result.code == 1
    assert "error   loss.prediction: 4 scores for 10 classes" in result.out
    assert "Remedy: scores: Set units to 10" in result.out
    problem = horn("check", tiny, "--json").json["problems"][0]
    assert (problem["node"], problem["port"]) == ("loss", "prediction")
    assert problem["wire"] == ["scores.output", "loss.prediction"]
    assert problem["remedies"] == ["scores: Set units to 10"]


def test_check_names_every_fault_of_a_file(horn: Run, tiny: Path) -> None:
    text = TINY.replace('"units": 10', '"units": 0').replace('"epochs": 2', '"epochs": "two"')
    tiny.write_text(text, encoding="utf-8")
    result = horn("check", tiny)
    assert result.code == 1
    assert "nodes.scores.params: units is 0; need an integer of at least 1" in result.err
    assert "training" in result.err
    assert horn("check", tiny, "--json").json["errors"] == 2


@pytest.mark.parametrize("command", ["check", "summary", "train"])
def test_missing_file_is_named(horn: Run, tmp_path: Path, command: str) -> None:
    result = horn(command, tmp_path / "nix.horn")
    assert result.code == 1
    assert result.err == f"hornstudio: there is no file {tmp_path / 'nix.horn'}\n"


@pytest.mark.parametrize("command", ["check", "summary", "train"])
def test_a_folder_in_the_place_of_a_file_is_named(horn: Run, tmp_path: Path, command: str) -> None:
    result = horn(command, tmp_path)
    assert (result.code, result.err) == (1, f"hornstudio: {tmp_path} is a folder; need a file\n")


def test_summary_adds_up(horn: Run, tiny: Path) -> None:
    facts = horn("summary", tiny, "--json").json
    assert facts["totals"]["weights"] == 7850
    scores = next(n for n in facts["nodes"] if n["id"] == "scores")
    assert scores["outputs"] == {"output": [10]}
    assert sum(n["flops"] for n in facts["nodes"]) == facts["totals"]["flops"]
    lines = horn("summary", tiny).out.splitlines()
    assert lines[0].split() == ["node", "kind", "output", "weights", "flops", "bytes"]
    assert "scores    dense" in "\n".join(lines)
    assert lines[-2].split()[:2] == ["total", "7,850"]


def test_glance_tells_what_the_start_page_shows(horn: Run, tiny: Path) -> None:
    facts = horn("glance", tiny, "--json").json
    count = horn("summary", tiny, "--json").json["totals"]["weights"]
    assert facts["weights"] == count
    assert sum(map(len, facts["blocks"].values())) == 2 * facts["modules"]
    assert horn("glance", tiny).out == f"{facts['modules']} modules, {count:,} weights\n"


def test_modules_new_writes_a_file_to_start_from(
    horn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HORNSTUDIO_MODULES", str(tmp_path / "own"))
    done = horn("modules", "--new", "my_layer")
    assert (done.code, done.out) == (0, f"wrote {tmp_path / 'own' / 'my_layer.py'}\n")
    again = horn("modules", "--new", "my_layer")
    assert again.code == 1
    assert "exists already" in again.err
