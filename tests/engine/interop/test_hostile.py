"""Files that mean harm are refused with the reason, in bounded time, and nothing of them is run."""

import json
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.interop import archive
from hornstudio.engine.interop.keras_file import read_keras
from hornstudio.engine.storage import files

from .handmade import called, entry, functional, hdf5, honest, refusal, sequential, write


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "model.keras"


def test_the_honest_file_is_read(at: Path) -> None:
    found = read_keras(write(at, sequential(entry("d", units=2)), hdf5(honest)))
    np.testing.assert_array_equal(found.weights["d"]["kernel"], np.ones((4, 2)))


# --- code -----------------------------------------------------------------------------------------

LAMBDA = {"class_name": "__lambda__", "config": {"code": "4wEAAAAA", "defaults": None}}


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (entry("code", "Lambda", function=LAMBDA), "Python code, which is never run"),
        (entry("code", "Lambda", function=["4wEAAAAA", None, None]), "Python code"),
        (entry("code", "Dense", units=2, activation=LAMBDA), "Python code"),
        (entry("code", "Activation", activation=LAMBDA), "Python code"),
        (entry("code", "system", "os"), "a class of os, whose code is not in the file"),
        (entry("code", "Dense", "evil.dense", units=2), "a class of evil.dense"),
        (entry("code", "Dense", "", units=2), "an unnamed package"),
        (
            {**entry("code", "Thing"), "registered_name": "Evil>Thing"},
            "a class of Evil, whose code is not in the file",
        ),
        (entry("code", "__import__('os').system", units=2), "no counterpart"),
        (
            entry("code", units=2, kernel_initializer={"module": "os", "class_name": "system"}),
            "a class of os",
        ),
    ],
    ids=str,
)
def test_code_becomes_a_placeholder_without_it(
    at: Path, layer: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.exec", refuse_to_run)
    monkeypatch.setattr("marshal.loads", refuse_to_run)
    found = read_keras(write(at, sequential(layer, entry("d", units=2))))
    [remark] = found.report.placeholders
    assert remark.node == "code"
    assert reason in remark.reason
    text = files.to_text(found.graph)
    assert "4wEAAAAA" not in text
    assert files.from_text(text).nodes["code"] == found.graph.nodes["code"]


def refuse_to_run(*_: Any, **__: Any) -> None:
    raise AssertionError("code of the file was run")


def test_a_placeholder_keeps_settings_and_wires(at: Path) -> None:
    layer = entry("text", "TextVectorization", max_tokens=7, deep=[{"a": float("inf")}])
    graph = read_keras(write(at, sequential(layer, entry("d", units=2)))).graph
    assert graph.nodes["text"].kind == "keras.TextVectorization"
    assert graph.nodes["text"].params["max_tokens"] == 7
    assert graph.nodes["text"].params["deep"] == [{"a": "inf"}]
    assert [tuple(w) for w in graph.wires] == [
        ("x.output", "text.input"),
        ("text.output", "d.input"),
    ]


def test_a_model_of_a_class_of_its_own_is_refused(at: Path) -> None:
    config = {"module": "mine", "class_name": "Net", "config": {}, "registered_name": "mine>Net"}
    assert "mine.Net is a model of its own class" in refusal(write(at, config))


def test_pickled_weights_are_refused(at: Path) -> None:
    write(at, sequential(entry("d", units=2)))
    with zipfile.ZipFile(at, "a") as file:
        file.writestr("model.weights.npz", b"PK")
    assert "pickle, which may hold code" in refusal(at)


# --- archives -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "a/../../b", "..\\evil", "C:\\evil", "\\\\host\\evil"]
)
def test_names_that_lead_out_are_refused(at: Path, name: str) -> None:
    write(at, sequential(entry("d", units=2)))
    with zipfile.ZipFile(at, "a") as file:
        file.writestr(name, "x")
    assert "leads out of it" in refusal(at)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(at: Path) -> None:
    write(at, sequential(entry("d", units=2)))
    with zipfile.ZipFile(at, "a") as file:
        file.writestr("config.json", "{}")
    assert "two parts named 'config.json'" in refusal(at)


@pytest.mark.parametrize("part", ["config", "weights"])
def test_a_bomb_is_refused_before_it_goes_off(at: Path, part: str) -> None:
    zeros = bytes(40 * 2**20)
    model = sequential(entry("d", units=2))
    parts = (b"{" + zeros, None) if part == "config" else (model, zeros)
    write(at, *parts, packing=zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    text = refusal(at)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "would unpack to 41,943,04" in text
    assert peak < 8 * 2**20


def test_a_declared_size_is_not_trusted(at: Path) -> None:
    content = json.dumps(sequential(entry("d", units=2))).encode()
    write(at, content, packing=zipfile.ZIP_DEFLATED)
    raw = at.read_bytes()
    at.write_bytes(raw.replace(struct.pack("<L", len(content)), struct.pack("<L", 10)))
    assert "refused" in refusal(at)


def test_an_encrypted_part_is_refused(at: Path) -> None:
    raw = bytearray(write(at, sequential(entry("d", units=2))).read_bytes())
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 8] |= 1
    at.write_bytes(raw)
    assert "encrypted" in refusal(at)


def test_too_many_parts_are_refused(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PARTS", 20)
    with zipfile.ZipFile(at, "w") as file:
        for i in range(21):
            file.writestr(str(i), "")
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", refuse_to_run)
    assert "21 parts" in refusal(at)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no model of Keras"),
        (b"hello", "no model of Keras"),
        (b"PK\x03\x04", "no table of contents"),
        (b"PK\x05\x06" + bytes(18), "has no config.json"),
        (b"\x89HDF\r\n\x1a\n" + bytes(600), "damaged"),
        (b"{", "cannot be read: it breaks off in line 1; save the model again"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b"[1]", "describes no model"),
        (b'{"class_name": 1}', "describes no model"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "a number in it is too long"),
    ],
    ids=lambda c: str(c[:12]),
)
def test_what_is_no_model_is_refused(at: Path, content: bytes, reason: str) -> None:
    at.write_bytes(content)
    assert reason in refusal(at)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "there is no file" in refusal(tmp_path / "gone.keras")


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_refused(at: Path, cut: float) -> None:
    raw = write(at, sequential(entry("d", units=2)), hdf5(honest)).read_bytes()
    at.write_bytes(raw[: int(len(raw) * cut)])
    assert refusal(at)


def test_a_call_of_another_type_is_refused(at: Path) -> None:
    layer = {**called(entry("y", units=2), "x"), "inbound_nodes": 3}
    assert "a call of the layer y cannot be read" in refusal(write(at, functional(layer)))


def test_a_class_that_is_no_name_becomes_a_placeholder(at: Path) -> None:
    layer = entry("y", "Thing", deep={"class_name": ["Dense"]})
    assert read_keras(write(at, sequential(layer))).report.placeholders


def test_flipped_bytes_are_refused_or_harmless(at: Path) -> None:
    raw = write(at, sequential(entry("d", units=2)), hdf5(honest)).read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(60):
        spoilt = bytearray(raw)
        for place in rng.integers(0, len(raw), 3):
            spoilt[place] ^= int(rng.integers(1, 256))
        at.write_bytes(spoilt)
        try:
            read_keras(at)
        except FileError:
            continue


# --- architectures --------------------------------------------------------------------------------


def test_a_deep_config_is_refused(at: Path) -> None:
    deep: Any = 0
    for _ in range(300):
        deep = [deep]
    assert "nested too deep" in refusal(write(at, sequential(entry("d", units=2, strange=deep))))


def test_deep_settings_are_not_kept(at: Path) -> None:
    deep: Any = 0
    for _ in range(100):
        deep = [deep]
    graph = read_keras(write(at, sequential(entry("d", "Strange", strange=deep)))).graph
    assert dict(graph.nodes["d"].params) == {}


def test_models_that_multiply_are_refused(at: Path) -> None:
    inner: Any = entry("c", units=2)
    for depth in range(12):
        model = functional(called(inner, *["x"] * 10))
        model["config"]["output_layers"] = [["c", i + int(depth > 0), 0] for i in range(10)]
        inner = {**model, "name": "c"}
    assert "more than 20,000 layers" in refusal(write(at, inner))


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (functional(called(entry("y", units=2), "y")), "takes from itself in a circle"),
        (functional(called(entry("y", units=2), "z")), "takes from z, which is not there"),
        (functional(entry("y", units=2), outputs=("y", 5, 0)), "takes from y, which is not there"),
        (functional(called(entry("y", units=2), "x"), outputs=("y", 0, 7)), "output 8 of y"),
        (functional(called(entry("x", units=2), "x")), "two layers of a model are called x"),
        (functional(called(entry("y", units=2), "x"), outputs=(1, 0, 0)), "no outputs"),
        (sequential({"module": "keras.layers"}), "described by no class"),
        (sequential({"class_name": "Dense", "module": "keras.layers"}), "has no name"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_impossible_calls_are_refused(at: Path, model: Any, reason: str) -> None:
    assert reason in refusal(write(at, model))


@pytest.mark.parametrize("shape", [[None, 2**40], [None, -1], [None, "4"], [], None, [None, 1e99]])
def test_impossible_shapes_become_placeholders(at: Path, shape: Any) -> None:
    model = sequential(entry("d", units=2))
    model["config"]["layers"][0]["config"]["batch_shape"] = shape
    found = read_keras(write(at, model))
    assert [r.node for r in found.report.placeholders] == ["x"]


def test_huge_shapes_cost_nothing(at: Path) -> None:
    model = sequential(entry("d", units=2**31 - 1), entry("e", units=2**31 - 1))
    assert "d.kernel is 4×2147483647" in refusal(write(at, model, hdf5(honest)))


def test_names_become_ids(at: Path) -> None:
    names = ["a.b", "block1/conv 2", "2nd", "class", "__x__", "ﬁ", "a" * 500, "\ud800", "층", "-"]
    layers = [entry(name, units=2) for name in names]
    graph = read_keras(write(at, sequential(*layers))).graph
    assert len(graph.nodes) == len(names) + 1
    assert {"a_b", "block1_conv_2", "layer_2nd", "class_", "fi", "층"} <= set(graph.nodes)
    assert files.from_text(files.to_text(graph)) == graph
