"""Finding data files without HornStudio: exported scripts quote it."""

import gzip
import hashlib
import os
import pathlib
import sys
from urllib.request import urlopen

import numpy as np


def find_file(path, known, home):
    """Path of a data file: in $HORNSTUDIO_DATA, beside the script, or downloaded there.

    known: {path: (SHA-256 of the unpacked content, mirrors)}. home: the script's folder.
    """
    sha256, mirrors = known[path]
    listed = os.environ.get("HORNSTUDIO_DATA", "").split(os.pathsep)
    for folder in [pathlib.Path(part) for part in listed if part] + [home, home / "data"]:
        if is_intact(folder / path, sha256):
            return folder / path
    target = home / "data" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(target.suffix + ".part")
    for mirror in mirrors:
        print(f"downloading {mirror}", flush=True)
        try:
            with urlopen(mirror, timeout=30) as answer:
                part.write_bytes(answer.read())
        except OSError as error:
            print(f"{mirror}: {error}", flush=True)
            if "CERTIFICATE_VERIFY_FAILED" in str(error) and sys.platform == "darwin":
                print("open `Install Certificates.command` in Applications/Python", flush=True)
            continue
        if is_intact(part, sha256):
            part.replace(target)
            return target
    raise SystemExit(
        f"{path} is neither in $HORNSTUDIO_DATA nor in {home}, and cannot be downloaded"
    )


def own_rows(path, name, dtype):
    """Training and test rows of an array in an .npz file of your own.

    The array is called `name`, a row a sample; `test_` before it names the rows for the test, and
    without those the training rows are tested.
    """
    if not path.is_file():
        raise SystemExit(f"{path} is missing; it holds your data: an array {name}, a row a sample")
    with np.load(path, allow_pickle=False) as arrays:
        if name not in arrays:
            raise SystemExit(f"{path} has no array {name}; it needs one, with a row a sample")
        rows = arrays[name].astype(dtype)
        return rows, arrays[f"test_{name}"].astype(dtype) if f"test_{name}" in arrays else rows


def is_intact(path, sha256):
    """Whether a file is there and holds what it should; .gz files are judged unpacked."""
    try:
        with (gzip.open if ".gz" in path.suffixes else open)(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except (OSError, EOFError):
        return False
