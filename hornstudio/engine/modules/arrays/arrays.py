"""The data module that reads arrays of one's own, as NumPy saves them."""

import hashlib
import zipfile
from contextlib import suppress
from typing import Any

from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.arrays.content import keep_arrays, recall_arrays, why_other_arrays
from hornstudio.engine.modules.arrays.labelled import (
    array_taken,
    read_inputs,
    read_labelled_arrays,
)
from hornstudio.engine.modules.arrays.loading import dealt_rows, load_arrays, open_arrays
from hornstudio.engine.modules.arrays.naming import told_by_name
from hornstudio.engine.modules.arrays.opening import LARGE_BYTES
from hornstudio.engine.modules.arrays.reading import (
    ARRAY_ENDINGS,
    file_of,
    find_arrays,
    is_archive,
)
from hornstudio.engine.modules.arrays.spec import infer_arrays
from hornstudio.engine.modules.arrays.survey import Survey, plan_of, stamps_of, survey, survey_now
from hornstudio.engine.modules.pictures.files import PICTURE_ENDINGS
from hornstudio.engine.modules.sources import DATA_PARAMS, no_flops, nothing_kept_back
from hornstudio.engine.own_files import Content, OwnFiles, Remark
from hornstudio.engine.params import Choice, FilePath, Flag, Float, Values, Words
from hornstudio.engine.problem import SetParam
from hornstudio.engine.shapes import numbers_text
from hornstudio.engine.text import Text, bytes_text

_MOST_BYTES = 256 << 20  # that are read of files to tell them from others
_NAMED = 5
_LEAST_SIDE = 8  # of a picture


def count_examples(p: Values) -> tuple[int, int, int]:
    """Samples to train, test and validate with; 0 where it is not known."""
    found = survey(p)
    if not found.count or not found.has(""):
        return (0, 0, 0)
    train, test = dealt_rows(found.count, found.has("_test"), p["test_split"])
    own = [found.headers[f"x{part}"].count if found.has(part) else 0 for part in ("_test", "_val")]
    return (len(train), own[0] or len(test), own[1])


def mark_of_arrays(p: Values) -> str:
    """Text that changes with the files. Raises: OSError."""
    return repr(stamps_of(p))


def digest_of_arrays(p: Values) -> str | None:
    """Text for what is in the arrays that are read, wherever they are: of an .npz by the checksums
    that it has of each; None of more than 256 MB in others.
    """
    found, file = survey_now(p), find_arrays(p["path"])
    digest = hashlib.sha256()
    with suppress(OverflowError):
        for key, name in sorted(found.assigned.items()):
            digest.update(f"\0{key} {_content_of(file, name)}".encode())
        return digest.hexdigest()
    return None


def _content_of(file: Any, name: str) -> str:
    """Raises: OSError; OverflowError of what is large."""
    if is_archive(file):
        with zipfile.ZipFile(file) as archive:
            entry = archive.getinfo(f"{name}.npy")
            return f"{entry.CRC} {entry.file_size}"
    with file_of(file, name).open("rb") as content:
        if file_of(file, name).stat().st_size > _MOST_BYTES:
            raise OverflowError(name)
        return hashlib.file_digest(content, "sha256").hexdigest()


def remarks(p: Values) -> tuple[Remark, ...]:
    """What is read beside the file, what is not, and what takes memory."""
    found = survey(p)
    if not found.names:
        return ()
    file, told = find_arrays(p["path"]), []
    read = {n for k, n in found.assigned.items() if k in found.headers and found.has(k[1:])}
    beside = sorted(read - {file.stem}) if not is_archive(file) else []
    if beside:
        told.append(Text("also reads {names}, beside it", names=_listed(beside)))
    told += _about_names(p, found) if is_archive(file) else []
    if "y" not in found.headers:
        reason = (
            "has no array of targets: y gives the inputs themselves, as an autoencoder learns them"
        )
        told.append(Text(reason))
    told += _about_unread(p, found, read) if is_archive(file) else []
    told += _about_channels(found)
    told += _about_packed(found)
    return tuple((text, ()) for text in told)


def _about_unread(p: Values, found: Survey, read: set[str]) -> list[Text]:
    """Arrays of an .npz that are left out."""
    alone = _without_targets(p, found)
    told = list(alone.values())
    unused = [name for name in found.names if name not in read | alone.keys()]
    if unused:
        told.append(Text("does not read {names}", names=_listed(unused)))
    return told


def _without_targets(p: Values, found: Survey) -> dict[str, Text]:
    """Inputs to validate or to test with that are left out for want of their targets: whoever has
    made them thinks that they count.
    """
    told = {}
    for part, said in (
        ("val", "does not validate with {name}: its targets are missing; need an array {targets}"),
        ("test", "does not test with {name}: its targets are missing; need an array {targets}"),
    ):
        name = found.assigned.get(f"x_{part}")
        if name in found.names and "y" in found.headers and not found.has(f"_{part}"):
            told[name] = Text(said, name=name, targets=p[f"y_{part}"] or f"y_{part}")
    return told


def _about_names(p: Values, found: Survey) -> list[Text]:
    """Arrays of an .npz that are taken for what they are because no other could be it."""
    guessed = {
        key: name
        for key, name in found.assigned.items()
        if key in found.headers and not p[key] and told_by_name(name)["role"] is None
    }
    told = []
    if x := guessed.get("x"):
        told.append(
            Text("takes {name} for the inputs, as no array is called x or the like", name=x)
        )
    if y := guessed.get("y"):
        told.append(
            Text("takes {name} for the targets, as no array is called y or the like", name=y)
        )
    return told


def _about_channels(found: Survey) -> list[Text]:
    """Pictures as PyTorch has them, of which a convolution would see rows of colours."""
    shape = found.headers["x"].shape[1:]
    if len(shape) != 3 or shape[0] not in (1, 3, 4) or min(shape[1:]) < _LEAST_SIDE:
        return []
    return [
        Text(
            "samples of {shape} seem to have their channels first, as in PyTorch; layers here take "
            "them last: lead x through Permute with dims 2, 3, 1",
            shape="×".join(map(str, shape)),
        )
    ]


def _about_packed(found: Survey) -> list[Text]:
    large = [h for h in found.headers.values() if not h.offset and h.nbytes > LARGE_BYTES]
    if not large:
        return []
    size = bytes_text(sum(header.nbytes for header in large))
    return [
        Text(
            "is packed, so that it takes {size} of memory; as numpy.savez writes it, without "
            "compression, it is read as it is wanted",
            size=size,
        )
    ]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def bounds(p: Values, port: str) -> tuple[float, float] | None:
    """The least and the greatest of the first inputs, or of targets that are numbers."""
    found = survey(p)
    if port == "x" or "y" not in found.headers:
        is_scaled = p["scaling"] != "none" or p["dtype"] == "int32"
        return None if is_scaled or port == "y" else found.bounds
    if found.look is None or plan_of(p, found.look)["is_class"] or found.look["is_text"]:
        return None
    return float(found.look["low"]), float(found.look["high"])


def wanted_arrays(p: Values, has_answers: bool) -> Text:
    """Further arrays, by what a sample is."""
    header = survey(p).headers.get("x")
    numbers = numbers_text(header.shape[1:] if header else ())
    if has_answers:
        return Text(
            "an .npz with inputs x, {numbers} a sample, and their targets y", numbers=numbers
        )
    return Text("an .npz with inputs x, {numbers} a sample", numbers=numbers)


def idle_shares(p: Values) -> dict[str, Text]:
    """Shares that nothing is kept back by, as there are arrays of their own for that."""
    found = survey(p)
    return {
        share: nothing_kept_back(found.assigned[f"x{part}"], share)
        for share, part in (("validation_split", "_val"), ("test_split", "_test"))
        if found.has(part)
    }


def scaling_for(p: Values, reach: tuple[float, float]) -> SetParam:
    """The setting that brings inputs of this reach near 0."""
    found = survey(p)
    is_bytes = reach[0] >= 0 and reach[1] <= 255 and found.headers["x"].kind in "biu"
    is_picture = is_bytes and len(found.headers["x"].shape) > 2
    return SetParam("scaling", "divide_by_255" if is_picture else "standardize")


def _name_of(part: str, role: str, example: str) -> Words:
    key = {"train": role, "validation": f"{role}_val", "test": f"{role}_test"}[part]
    what = {"x": "inputs", "y": "targets"}[role]
    doing = {"train": "learn from", "validation": "validate with", "test": "test with"}[part]
    return Words(
        name=key,
        default="",
        advanced=part != "train",
        help=f"Name of the array of {what} to {doing}. Empty: what is called {example}, "
        "or the like.",
    )


ARRAYS = Module(
    kind="arrays",
    title="Arrays",
    category="data",
    help="Your own arrays, as NumPy saves them: an .npz with inputs and targets, or an .npy with "
    "another one beside it, a row for each sample. For several inputs, one such module each.",
    source="https://numpy.org/doc/stable/reference/generated/numpy.savez.html",
    params=(
        FilePath(
            name="path",
            default="",
            endings=ARRAY_ENDINGS,
            help="File of the arrays (.npz); or of the inputs (.npy), with the targets in the same "
            "folder.",
        ),
        _name_of("train", "x", "x_train, X, data, images"),
        _name_of("train", "y", "y_train, y, target, labels"),
        Choice(
            name="scaling",
            default="none",
            options=("none", "divide_by_255", "standardize"),
            help="How inputs are scaled. divide_by_255: bytes, as pictures have them, to 0 to 1; "
            "standardize: mean 0 and spread 1 at each place of the last axis, by the samples to "
            "train on.",
        ),
        Choice(
            name="target_type",
            default="auto",
            options=("auto", "int", "categorical", "number"),
            help="As int: the number of a class; categorical: a vector with a one at its place; "
            "number: as it is. auto: int for words and for whole numbers of a type without "
            "fractions.",
        ),
        Choice(
            name="dtype",
            default="float32",
            options=("float32", "int32"),
            help="Kind of number of the inputs: with a fraction, or whole, as for an embedding.",
        ),
        Float(
            name="test_split",
            default=0.1,
            low=0.0,
            below=1.0,
            help="Share of the samples kept back to test the trained model, where there are no "
            "arrays to test with.",
        ),
        Flag(
            name="renumber",
            default=False,
            advanced=True,
            help="Whether classes are numbered anew, in their order, where their numbers have gaps "
            "or do not begin at 0.",
        ),
        _name_of("validation", "x", "x_val"),
        _name_of("validation", "y", "y_val"),
        _name_of("test", "x", "x_test, test_images"),
        _name_of("test", "y", "y_test, test_labels"),
        *DATA_PARAMS,
    ),
    inputs=(),
    outputs=(Port("x"), Port("y")),
    infer=infer_arrays,
    flops=no_flops,
    load=load_arrays,
    own=OwnFiles(
        param="path",
        open=open_arrays,
        mark=mark_of_arrays,
        digest=digest_of_arrays,
        why_not=lambda p: survey(p).trouble,
        read=read_inputs,
        reads=(*ARRAY_ENDINGS, *PICTURE_ENDINGS),
        labelled=read_labelled_arrays,
        not_learned=array_taken,
        remarks=remarks,
        bounds=bounds,
        scaling=scaling_for,
        idle=idle_shares,
        wanted=wanted_arrays,
        content=Content(keep_arrays, recall_arrays, why_other_arrays),
    ),
    examples=count_examples,
    words=(
        "npz", "npy", "numpy", "ndarray", "tensor", "own data", "x_train", "savez", "matrix",
        "np.load", "TensorDataset", "from_tensor_slices", "배열", "넘파이", "데이터", "행렬",
    ),
    main=("path",),
)  # fmt: skip
MODULES = (ARRAYS,)
