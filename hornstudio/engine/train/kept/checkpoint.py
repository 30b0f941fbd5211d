"""Checkpoints: trees of arrays in one safetensors file, whole or not there at all, never pickle.

Arrays are named by their place in the tree, joined with "/", so that any safetensors reader can
take the weights out: `weights/hidden/kernel`. The metadata holds the shape of the trees and facts
about the run as JSON. Beside the file, `NAME.sha256` holds its checksum as `sha256sum -c` reads it.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.moving import move, remove
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.lazy import np

VERSION = 1
_LONGEST_HEADER = 100_000_000  # as safetensors itself has it

Trees = dict[str, Any]
"""By name, nested dicts and lists that end in arrays (or None)."""


def save_checkpoint(path: Path, trees: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Write trees of arrays, and facts that JSON can hold.

    Tuples come back as lists. Raises: FileError; a former checkpoint of that name is then whole.
    """
    from safetensors.numpy import save

    arrays: dict[str, np.ndarray] = {}
    metadata = {
        "hornstudio": str(VERSION),
        "trees": json.dumps({name: _flatten(tree, name, arrays) for name, tree in trees.items()}),
        "facts": json.dumps(dict(facts)),
    }
    content = save(arrays, metadata=metadata)
    _write_with_checksum(path, content)


def load_checkpoint(path: Path) -> tuple[Trees, dict[str, Any]]:
    """The trees and facts of a checkpoint. Raises: FileError that says what is damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    content = read_verified(path)
    try:
        length = int.from_bytes(content[:8], "little")
        metadata = json.loads(content[8 : 8 + length])["__metadata__"]
        _refuse_newer(path, int(metadata["hornstudio"]))
        arrays = load(content)
        shapes, facts = json.loads(metadata["trees"]), json.loads(metadata["facts"])
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _no_checkpoint(path, error) from None
    return {name: _unflatten(shape, arrays) for name, shape in shapes.items()}, facts


def shapes_in(path: Path) -> dict[tuple[str, str], tuple[int, ...]]:
    """Shapes of weights and state by node and name, from the header alone. Raises: FileError."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(min(length, _LONGEST_HEADER)))
        trees = json.loads(header["__metadata__"]["trees"])
        return {
            (node, name): tuple(header[place["array"]]["shape"])
            for kind in ("weights", "state")
            for node, arrays in trees.get(kind, {"dict": {}})["dict"].items()
            for name, place in arrays["dict"].items()
            if place and "array" in place
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_checkpoint(path, error) from None


def _no_checkpoint(path: Path, error: Exception) -> FileError:
    return FileError(
        "{path} is not a checkpoint of HornStudio ({error})", path=str(path), error=str(error)
    )


def _refuse_newer(path: Path, version: int) -> None:
    if version > VERSION:
        raise FileError(
            "{path} is a checkpoint of version {version}; this program reads version {known}; a "
            "newer HornStudio wrote it, update to open it",
            path=str(path),
            version=version,
            known=VERSION,
        )


def read_verified(path: Path) -> bytes:
    """Content of a file that has its checksum beside it. Raises: FileError when they differ."""
    try:
        content = path.read_bytes()
        expected = _checksum_path(path).read_text("utf-8")
    except FileNotFoundError as error:
        raise FileError("there is no file {path}", path=str(error.filename)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error)
        raise FileError("cannot read {path}: {reason}", path=str(path), reason=reason) from None
    found = hashlib.sha256(content).hexdigest()
    if found not in {line.partition(" ")[0] for line in expected.splitlines()}:
        raise FileError(
            "{path} is damaged: its content has SHA-256 {found}, expected {expected}. "
            "Use an earlier checkpoint",
            path=str(path),
            found=found,
            expected=expected.partition(" ")[0],
        )
    return content


def remove_checkpoint(path: Path) -> None:
    """Delete a checkpoint and its checksum, if they are there."""
    remove(path)
    remove(_checksum_path(path))


def move_checkpoint(path: Path, to: Path) -> None:
    """Put a checkpoint elsewhere on the same disk, in one step. Raises: FileError, OSError.

    The checksum is there before it, and goes after it: whatever lies at either place is whole.
    """
    write_atomically(_checksum_path(to), _checksum_path(path).read_bytes())
    move(path, to)
    remove(_checksum_path(path))


def _checksum_path(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _write_with_checksum(path: Path, content: bytes) -> None:
    """Between the steps, whatever lies at `path` is vouched for by a line of the checksum file."""
    line = f"{hashlib.sha256(content).hexdigest()}  {path.name}\n"
    checksum = _checksum_path(path)
    former = checksum.read_text("utf-8") if path.exists() and checksum.exists() else ""
    write_atomically(checksum, (line + former).encode())
    write_atomically(path, content)
    if former:
        write_atomically(checksum, line.encode())


def _flatten(tree: Any, name: str, arrays: dict[str, "np.ndarray"]) -> Any:
    """Move the arrays of a tree into `arrays`; what remains is JSON with their names in it."""
    if tree is None:
        return None
    if isinstance(tree, Mapping):
        return {"dict": {k: _flatten(t, f"{name}/{_part(k)}", arrays) for k, t in tree.items()}}
    if isinstance(tree, list | tuple):
        return {"list": [_flatten(t, f"{name}/{i}", arrays) for i, t in enumerate(tree)]}
    array = np.asarray(tree, order="C")
    if array.dtype.name == "bfloat16":  # NumPy's side of safetensors does not know it
        arrays[name] = array.view(np.uint16)
        return {"array": name, "dtype": "bfloat16"}
    if array.dtype.kind not in "fiubc":
        raise FileError("{name} is {dtype}; need numbers", name=name, dtype=str(array.dtype))
    arrays[name] = array
    return {"array": name}


def _part(key: Any) -> str:
    if not isinstance(key, str):
        raise FileError("{key} is a key of a checkpoint; need text", key=repr(key))
    return key.replace("~", "~0").replace("/", "~1")


def _unflatten(shape: Any, arrays: Mapping[str, "np.ndarray"]) -> Any:
    if shape is None:
        return None
    if "dict" in shape:
        return {key: _unflatten(inner, arrays) for key, inner in shape["dict"].items()}
    if "list" in shape:
        return [_unflatten(inner, arrays) for inner in shape["list"]]
    array = arrays[shape["array"]]
    if "dtype" in shape:
        import ml_dtypes  # comes with JAX

        return array.view(getattr(ml_dtypes, shape["dtype"]))
    return array
