import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from hornstudio.engine.disk import atomic
from hornstudio.engine.errors import FileError
from hornstudio.engine.train.kept import checkpoint
from hornstudio.engine.train.kept.checkpoint import load_checkpoint, save_checkpoint, shapes_in

TREES = {
    "weights": {"hidden": {"kernel": np.arange(6, dtype=np.float32).reshape(2, 3).T}},
    "state": {},
    "optimizer": [np.int32(7), None, {"a/b~c": [np.array(2, np.uint32)]}, ()],
    "flags": {"empty": np.zeros((0, 3), bool)},
}
FACTS = {"epoch": 5, "metrics": {"loss": 0.25}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "epoch-0005.safetensors"


def assert_same(found: Any, expected: Any) -> None:
    if isinstance(expected, dict):
        assert list(found) == list(expected)
        for key in expected:
            assert_same(found[key], expected[key])
    elif isinstance(expected, list | tuple):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    elif expected is None:
        assert found is None
    else:
        expected = np.asarray(expected)
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        assert found.tobytes() == expected.tobytes()


def test_trees_and_facts_come_back_bit_for_bit(path: Path) -> None:
    save_checkpoint(path, TREES, FACTS)
    trees, facts = load_checkpoint(path)
    assert_same(trees, TREES)
    assert facts == FACTS


def test_bfloat16_comes_back(path: Path) -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    array = np.array([1.5, -2, 3e38], ml_dtypes.bfloat16)
    save_checkpoint(path, {"weights": {"a": array}}, {})
    assert_same(load_checkpoint(path)[0], {"weights": {"a": array}})


def test_any_safetensors_reader_finds_the_weights_by_name(path: Path) -> None:
    save_checkpoint(path, TREES, FACTS)
    arrays = load_file(path)
    assert (arrays["weights/hidden/kernel"] == TREES["weights"]["hidden"]["kernel"]).all()  # type: ignore[index]
    assert "optimizer/2/a~1b~0c/0" in arrays


def test_checksum_beside_it_is_what_sha256sum_reads(path: Path) -> None:
    save_checkpoint(path, TREES, FACTS)
    line = Path(f"{path}.sha256").read_text(encoding="utf-8")
    assert line == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


@pytest.mark.parametrize("place", [0, 100, -1])
def test_one_changed_byte_is_damage(path: Path, place: int) -> None:
    save_checkpoint(path, TREES, FACTS)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"epoch-0005\.safetensors is damaged.*SHA-256"):
        load_checkpoint(path)


def test_shortened_file_is_damage(path: Path) -> None:
    save_checkpoint(path, TREES, FACTS)
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(FileError, match="damaged"):
        load_checkpoint(path)


@pytest.mark.parametrize("suffix", ["", ".sha256"])
def test_missing_file_is_named(path: Path, suffix: str) -> None:
    save_checkpoint(path, TREES, FACTS)
    Path(f"{path}{suffix}").unlink()
    with pytest.raises(FileError, match=f"there is no file .*safetensors{suffix}$"):
        load_checkpoint(path)


def vouch_for(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    Path(f"{path}.sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")


def test_strange_file_is_refused_and_never_unpickled(path: Path) -> None:
    import pickle

    for content in (b"", b"\x08" + bytes(7) + b"not json", pickle.dumps({"a": 1})):
        path.write_bytes(content)
        vouch_for(path)
        with pytest.raises(FileError, match="is not a checkpoint of HornStudio"):
            load_checkpoint(path)


def test_newer_version_is_refused(path: Path) -> None:
    save_file({"a": np.zeros(1)}, path, metadata={"hornstudio": "2", "something": "else"})
    vouch_for(path)
    with pytest.raises(FileError, match="version 2; this program reads version 1"):
        load_checkpoint(path)


def test_what_is_no_number_is_refused(path: Path) -> None:
    with pytest.raises(FileError, match="weights/a is object; need numbers"):
        save_checkpoint(path, {"weights": {"a": object()}}, {})
    assert not path.exists()


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_power_cut_while_replacing_leaves_a_loadable_checkpoint(
    path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    save_checkpoint(path, {"weights": {"a": np.zeros(2)}}, {"epoch": 1})
    writes = []

    def write(target: Path, content: bytes) -> None:
        writes.append(target)
        if len(writes) == moment:
            raise KeyboardInterrupt
        atomic.write_atomically(target, content)

    monkeypatch.setattr(checkpoint, "write_atomically", write)
    with pytest.raises(KeyboardInterrupt):
        save_checkpoint(path, {"weights": {"a": np.ones(2)}}, {"epoch": 2})
    assert load_checkpoint(path)[1] == {"epoch": 1 if moment < 3 else 2}


def test_facts_must_be_json(path: Path) -> None:
    with pytest.raises(TypeError):
        save_checkpoint(path, {}, {"epoch": {1, 2}})
    assert not path.exists()


def test_shapes_of_what_is_no_checkpoint_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "epoch-0001.safetensors"
    for content in (b"", b"\xff" * 20, b"\x02" + bytes(7) + b"[]"):
        path.write_bytes(content)
        with pytest.raises(FileError, match="is not a checkpoint of HornStudio"):
            shapes_in(path)
