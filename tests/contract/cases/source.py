"""Data: what feeds a graph."""

from tests.contract.case import Case

CASES: list[Case] = [
    Case("data", "mnist", (), {"validation_split": 0.2, "order": 3}),
    Case("data", "digits", (), {"validation_split": 0.0, "order": 1}),
    *[
        Case("data", kind, (), {"validation_split": 0.2, "order": 2})
        for kind in ("digit_pairs", "names", "penguins")
    ],
    Case(
        "data",
        "image_folder",
        (),
        {
            "directory": "pictures",
            "image_size": [8, 6],
            "color_mode": "grayscale",
            "fit": "pad",
            "label_mode": "categorical",
            "interpolation": "bicubic",
            "validation_split": 0.2,
            "order": 2,
        },
    ),
    Case(
        "data",
        "table",
        (),
        {
            "path": "flowers.csv",
            "target": "petals",
            "target_type": "number",
            "ignore": ["id"],
            "missing": "drop",
            "test_split": 0.2,
            "max_categories": 9,
            "separator": "semicolon",
            "decimal": "comma",
            "header": "yes",
            "encoding": "utf-16",
            "validation_split": 0.2,
            "order": 2,
            "validation_path": "more_flowers.csv",
            "test_path": "other_flowers.csv",
        },
    ),
    Case(
        "data",
        "arrays",
        (),
        {
            "path": "flowers.npz",
            "x": "petals",
            "y": "kind",
            "scaling": "standardize",
            "target_type": "categorical",
            "dtype": "int32",
            "test_split": 0.2,
            "renumber": True,
            "x_val": "more_petals",
            "y_val": "more_kinds",
            "x_test": "last_petals",
            "y_test": "last_kinds",
            "validation_split": 0.2,
            "order": 2,
        },
    ),
    Case("data", "input", (), {"shape": [3, 4], "dtype": "int32"}),
    Case("data", "input", (), {"shape": [None, 4]}),
]
