"""What arrays are for is told by their names."""

import pytest

from hornstudio.engine.modules.arrays.naming import assign_names, told_by_name

NONE = dict.fromkeys(("x", "y", "x_val", "y_val", "x_test", "y_test"), "")


@pytest.mark.parametrize(
    "names",
    [
        ("x_train", "y_train", "x_val", "y_val", "x_test", "y_test"),
        ("X_train", "Y_train", "X_valid", "Y_valid", "X_test", "Y_test"),
        ("train_images", "train_labels", "val_images", "val_labels", "test_images", "test_labels"),
        ("trainX", "trainY", "devX", "devY", "testX", "testY"),
        ("Xtrain", "ytrain", "Xval", "yval", "Xtest", "ytest"),
        (
            "training_features",
            "training_targets",
            "validation_features",
            "validation_targets",
            "testing_features",
            "testing_targets",
        ),
        ("x", "y", "x_val", "y_val", "x_test", "y_test"),
        ("traindata", "trainlabels", "validdata", "validlabels", "testdata", "testlabels"),
    ],
)
def test_parts_and_roles_are_recognised_in_any_order(names: tuple[str, ...]) -> None:
    for order in (names, names[::-1]):
        assert tuple(assign_names(list(order), None, NONE).values()) == names


@pytest.mark.parametrize(
    ("names", "x", "y"),
    [
        (["X", "y"], "X", "y"),
        (["data", "target"], "data", "target"),
        (["target", "images", "data", "target_names"], "data", "target"),
        (["arr_0", "arr_1"], "arr_0", "arr_1"),
        (["arr_0"], "arr_0", None),
        (["spectra", "labels"], "spectra", "labels"),
        (["images", "digit"], "images", "digit"),
        (["inputs", "mean", "spread"], "inputs", None),
        (["x_test", "y_test"], "x_test", "y_test"),
        (["left", "right", "y"], None, "y"),
        (["a", "b"], None, None),
        (["y"], None, "y"),
        (["cats_x", "cats_y", "dogs_x", "dogs_y"], "cats_x", "cats_y"),
        (["device", "x", "y"], "x", "y"),
    ],
)
def test_what_is_called_otherwise_is_found_where_there_is_no_doubt(names, x, y) -> None:
    found = assign_names(names, None, NONE)
    assert (found["x"], found["y"]) == (x, y)
    assert not any(found[key] for key in ("x_val", "y_val", "x_test", "y_test"))


def test_names_that_were_given_come_first() -> None:
    names = ["left", "right", "y", "x_test", "y_test", "z"]
    found = assign_names(names, None, NONE | {"x": "left", "y": "z"})
    assert (found["x"], found["y"]) == ("left", "z")
    found = assign_names(names, None, NONE | {"x": "left", "x_test": "right"})
    assert (found["y"], found["x_test"], found["y_test"]) == ("y", "right", None)
    assert assign_names(["x", "y"], None, NONE | {"x": "gone"})["x"] == "gone"


@pytest.mark.parametrize(
    ("own", "x", "y", "x_test"),
    [
        ("x_train", "x_train", "y_train", "x_test"),
        ("y_train", "x_train", "y_train", "x_test"),
        ("cats", "cats", "cats_labels", None),
        ("x_test", "x_test", "y_test", None),
        ("loss", "loss", None, None),
        ("dogs", "dogs", None, None),
    ],
)
def test_of_files_beside_one_another_the_chosen_one_counts(own, x, y, x_test) -> None:
    names = ["cats", "cats_labels", "dogs", "loss", "x_test", "x_train", "y_test", "y_train"]
    found = assign_names(names, own, NONE)
    assert (found["x"], found["y"], found["x_test"]) == (x, y, x_test)


def test_targets_without_a_topic_are_of_the_only_inputs_that_there_are() -> None:
    found = assign_names(["labels", "spectra"], "spectra", NONE)
    assert (found["x"], found["y"]) == ("spectra", "labels")


def test_a_word_is_only_told_once() -> None:
    assert told_by_name("x_y_train_test") == {
        "role": 0,
        "is_target": False,
        "part": 0,
        "topic": ["y", "test"],
    }
