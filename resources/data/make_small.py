"""Make names.npz and penguins.npz from two PyPI packages, faker and palmerpenguins.

    pip install --no-deps faker==40.63.0 palmerpenguins==0.1.6
    python make_small.py SITE_PACKAGES names.npz penguins.npz

names: the surnames that faker lists for ten languages, without those that two of them share, in
small letters of ASCII, cut after 12. penguins: the complete rows of penguins.csv. Both are
shuffled with numpy's default_rng(0) and split into training and test rows.
The same input gives the same bytes.
"""

import csv
import importlib
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from make_digits import write_npz

LANGUAGES = {
    "Croatian": "hr_HR",
    "Dutch": "nl_NL",
    "English": "en_US",
    "Finnish": "fi_FI",
    "French": "fr_FR",
    "German": "de_DE",
    "Italian": "it_IT",
    "Slovak": "sk_SK",
    "Spanish": "es_ES",
    "Swedish": "sv_SE",
}
LENGTH, MOST, TEST = 12, 600, 0.2
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
SEXES = ("female", "male")


def plain(name: str) -> str:
    """Small letters of ASCII; `-`, `'` and a space stay."""
    apart = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    return "".join(c for c in apart if c in "abcdefghijklmnopqrstuvwxyz -'")[:LENGTH]


def numbers(name: str) -> list[int]:
    """a is 1, z is 26, anything else 27; 0 fills up."""
    letters = [ord(c) - 96 if c.isalpha() else 27 for c in name]
    return letters + [0] * (LENGTH - len(letters))


def names() -> dict[str, np.ndarray]:
    """Letters and languages of both parts."""
    found = {}
    for language, code in LANGUAGES.items():
        provider = importlib.import_module(f"faker.providers.person.{code}").Provider
        found[language] = sorted({plain(n) for n in provider.last_names} - {""})
    counts = Counter(name for each in found.values() for name in each)
    rng = np.random.default_rng(0)
    rows, labels = [], []
    for label, each in enumerate(found.values()):
        own = [name for name in each if counts[name] == 1]
        chosen = rng.permutation(len(own))[:MOST]
        rows += [numbers(own[i]) for i in chosen]
        labels += [label] * len(chosen)
    return parted({"letters": np.array(rows, np.uint8), "language": np.array(labels, np.uint8)})


def penguins(table: Path) -> dict[str, np.ndarray]:
    """Measures in mm, mass in g, species and sex of both parts."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "NA" not in row.values()]
    sizes = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")
    return parted(
        {
            "measures": np.array([[float(row[s]) for s in sizes] for row in rows], np.float32),
            "mass": np.array([float(row["body_mass_g"]) for row in rows], np.float32),
            "species": np.array([SPECIES.index(row["species"]) for row in rows], np.uint8),
            "sex": np.array([SEXES.index(row["sex"]) for row in rows], np.uint8),
        }
    )


def parted(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """All rows shuffled, the last fifth for the test."""
    count = len(next(iter(arrays.values())))
    order = np.random.default_rng(0).permutation(count)
    cut = count - int(count * TEST)
    parts = {"train": order[:cut], "test": order[cut:]}
    return {
        f"{p}_{name}": array[rows] for p, rows in parts.items() for name, array in arrays.items()
    }


if __name__ == "__main__":
    site = Path(sys.argv[1])
    sys.path.insert(0, str(site))
    write_npz(sys.argv[2], names())
    write_npz(sys.argv[3], penguins(site / "palmerpenguins" / "data" / "penguins.csv"))
