"""What arrays are for, by their names. Plain Python that stands alone: exports quote it."""

import re

INPUT_NAMES = (
    *("x", "input", "inputs", "feature", "features", "data", "image", "images", "img", "imgs"),
    *("sample", "samples"),
)
TARGET_NAMES = ("y", "target", "targets", "label", "labels", "class", "classes", "output")
PART_NAMES = (
    ("train", "training"),
    ("val", "valid", "validation", "dev"),
    ("test", "testing"),
)


def told_by_name(name):
    """What a name such as `x_train`, `test_labels` or `trainX` tells: part, role and topic.

    part: 0 to train, 1 to validate, 2 to test with; 0 where it does not say. role: place of the
    word among INPUT_NAMES or TARGET_NAMES, None without any; is_target: of which. topic: all other
    words.
    """
    words = re.split(r"[\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())
    told: dict = {"role": None, "is_target": False, "topic": []}
    for word in filter(None, words):
        found = told_by_word(word)
        if (
            not found
            or ("part" in found and "part" in told)
            or ("role" in found and told["role"] is not None)
        ):
            told["topic"].append(word)
        else:
            told.update(found)
    return {"part": 0} | told


def told_by_word(word):
    """The same of one word, as far as it tells anything: `train`, `x`, or both as `xtrain`."""
    for is_target, words in ((False, INPUT_NAMES), (True, TARGET_NAMES)):
        if word in words:
            return {"role": words.index(word), "is_target": is_target}
    for part, names in enumerate(PART_NAMES):
        if word in names:
            return {"part": part}
        for name in names:
            rest = word.removeprefix(name) if word.startswith(name) else word.removesuffix(name)
            role = told_by_word(rest) if rest != word else {}
            if "role" in role:
                return role | {"part": part}
    return {}


def assign_names(names, own, given):
    """Which array is x, y, x_val, y_val, x_test and y_test; None where there is none.

    names: of all arrays. own: of the one whose file was chosen; None for an .npz. given: names by
    the same keys, "" for what is to be found.
    """
    told = {name: told_by_name(name) for name in names}
    x = given["x"] or chosen_input(told, own)
    known = told_by_name(x) if x else {"part": 0, "topic": []}
    found = {"x": x, "y": given["y"] or named_like(told, known, known["part"], True)}
    if not found["y"]:
        found["y"] = only_other(told, x) if own is None else None
    for part, ending in ((1, "val"), (2, "test")):
        for is_target, letter in ((False, "x"), (True, "y")):
            key = f"{letter}_{ending}"
            like = None if known["part"] else named_like(told, known, part, is_target)
            found[key] = given[key] or like
    return found


def chosen_input(told, own):
    """The array to learn from: that whose file was chosen, else one that is called so."""
    if own is not None and not told[own]["is_target"]:
        return own
    inputs = [n for n, t in told.items() if t["role"] is not None and not t["is_target"]]
    if own is not None:
        return named_like(told, told[own], told[own]["part"], False) or own
    if inputs:
        return min(inputs, key=lambda n: (told[n]["part"], len(told[n]["topic"]), told[n]["role"]))
    others = [name for name, t in told.items() if t["role"] is None]
    return others[0] if len(others) == 1 or list(told) == ["arr_0", "arr_1"] else None


def named_like(told, known, part, is_target):
    """The array of a part and role whose topic is that of a known one; None without any.

    Of a known one with a topic it may be one without, unless that belongs to other inputs.
    """
    plain = [t for t in told.values() if t["role"] is not None and not t["topic"]]
    is_taken = any((t["part"], t["is_target"]) == (part, False) for t in plain)
    topics = (known["topic"],) if is_taken else (known["topic"], [])
    fits = [
        name
        for name, t in told.items()
        if t["role"] is not None
        and (t["part"], t["is_target"]) == (part, is_target)
        and t["topic"] in topics
    ]
    return min(fits, key=lambda n: (-len(told[n]["topic"]), told[n]["role"]), default=None)


def only_other(told, x):
    """Of two arrays the one that is not x, unless it is called as inputs are."""
    others = [name for name in told if name != x]
    return others[0] if len(others) == 1 and told[others[0]]["role"] is None else None
