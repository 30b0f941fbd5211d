"""A data module of one small file, so that finding it can be tried in every way."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from hornstudio.engine.module import DataFile, Module, Port
from hornstudio.engine.shapes import Spec

CONTENT = b"forty-two pictures of a horn" * 100


@dataclass
class Small:
    """The module, the packed bytes of its file, and a folder named in $HORNSTUDIO_DATA."""

    module: Module
    packed: bytes
    folder: Path

    @property
    def file(self) -> DataFile:
        return self.module.files[0]

    def put(self, packed: bytes | None = None) -> Path:
        path = self.folder / self.file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.packed if packed is None else packed)
        return path


def small_module(urls: tuple[str, ...] = (), path: str = "small/horns.gz") -> Module:
    file = DataFile(path, urls, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    return Module(
        kind="small",
        title="Small",
        category="data",
        help="",
        inputs=(),
        outputs=(Port("image"),),
        infer=lambda p: {"image": Spec((2,))},
        files=(file,),
    )


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.setenv("HORNSTUDIO_DATA", f"{tmp_path / 'nowhere'}:{folder}")
    return Small(small_module(), gzip.compress(CONTENT), folder)
