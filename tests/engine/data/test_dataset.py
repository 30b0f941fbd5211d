import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.data import dataset as dataset_module
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.errors import DataError
from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.pictures import image_folder, survey
from hornstudio.engine.modules.sources import DATA_PARAMS
from hornstudio.engine.params import Int
from hornstudio.engine.shapes import Spec
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


@pytest.fixture(autouse=True)
def fresh_cache(monkeypatch) -> None:
    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)
    monkeypatch.setattr(dataset_module, "_cache", type(dataset_module._cache)())


def load(nodes: dict[str, Node], *, seed: int = 0, wired: tuple[str, ...] = ()) -> Dataset:
    wires = tuple(Wire(f"{i}.image", f"flat_{i}.input") for i in wired or nodes)
    flats = {f"flat_{i}": Node("flatten") for i in wired or nodes}
    graph = Graph(nodes=freeze(nodes | flats), wires=wires, training=Training(seed=seed))
    return load_dataset(graph, check(graph))


def digits(**params: object) -> Node:
    return Node("digits", freeze(params))


def test_digits_are_split_and_told() -> None:
    found = load({"pictures": digits()})
    assert (found.n_train, found.n_validation, found.n_test) == (3600, 400, 1000)
    assert found.train["pictures.image"].shape == (3600, 28, 28, 1)
    assert found.validation["pictures.label"].shape == (400,)
    assert found.train["pictures.image"].dtype == np.float32
    assert found.train["pictures.image"].max() == 1.0
    assert found.source == (
        "pictures: 3,600 training, 400 validation, 1,000 test "
        "(from the files that ship with HornStudio)"
    )


def test_without_validation_all_samples_train_and_none_is_copied() -> None:
    found = load({"a": digits(validation_split=0.0)})
    assert (found.n_train, found.n_validation, found.validation) == (4000, 0, {})
    again = load({"a": digits(validation_split=0.0)})
    assert np.shares_memory(found.train["a.image"], again.train["a.image"])
    with pytest.raises(ValueError, match="read-only"):
        found.train["a.image"][0] = 0


def test_seed_chooses_the_validation_samples() -> None:
    labels = [load({"a": digits()}, seed=s).validation["a.label"].tolist() for s in (0, 0, 1)]
    assert labels[0] == labels[1]
    assert labels[0] != labels[2]


def test_no_data_but_digits_is_said_to_come_from_digits() -> None:
    source = load({"birds": Node("penguins")}).source
    assert source.endswith("66 test (from the files that ship with HornStudio)")


def test_order_deals_other_pairs_of_the_same_samples() -> None:
    found = load({"left": digits(), "right": digits(order=1)})
    left, right = found.train["left.label"], found.train["right.label"]
    assert len(left) == len(right)
    agree = float((left == right).mean())
    assert 0.05 < agree < 0.2  # one in ten by chance
    tests = (found.test["left.label"], found.test["right.label"])
    assert sorted(tests[0]) == sorted(tests[1])
    assert (tests[0] != tests[1]).any()


def test_rows_of_a_node_belong_together_after_all() -> None:
    plain, dealt = load({"a": digits()}), load({"a": digits(order=3)})
    known = {i.tobytes(): int(n) for i, n in zip(*plain_pairs(plain), strict=True)}
    for image, label in zip(dealt.test["a.image"], dealt.test["a.label"], strict=True):
        assert known[image.tobytes()] == label


def plain_pairs(found: Dataset) -> tuple[np.ndarray, np.ndarray]:
    return found.test["a.image"], found.test["a.label"]


def test_unused_data_nodes_are_not_loaded() -> None:
    found = load({"a": digits(), "b": Node("mnist")}, wired=("a",))
    assert set(found.train) == {"a.image", "a.label"}


def test_hash_knows_data_seed_and_split() -> None:
    hashes = [
        load({"a": digits()}).hash,
        load({"a": digits()}, seed=1).hash,
        load({"a": digits(validation_split=0.2)}).hash,
        load({"a": digits(order=1)}).hash,
    ]
    assert len(set(hashes)) == 4
    assert load({"a": digits()}).hash == hashes[0]


def test_data_is_loaded_once(monkeypatch) -> None:
    loads: list[str] = []
    module = toy(lambda find: loads.append("x") or pair(4, 2))
    with_module(monkeypatch, module)
    load({"a": Node("toy"), "b": Node("toy", freeze({"order": 1}))})
    load({"a": Node("toy")}, seed=2)
    assert loads == ["x"]


def pair(train: int, test: int, width: int = 2) -> tuple[dict, dict]:
    return tuple({"image": np.arange(n * width).reshape(n, width)} for n in (train, test))  # type: ignore[return-value]


def toy(load, **given) -> Module:
    facts = {
        "kind": "toy",
        "title": "Toy",
        "category": "data",
        "help": "",
        "params": DATA_PARAMS,
        "inputs": (),
        "outputs": (Port("image"),),
        "infer": lambda p: {"image": Spec((2,))},
        "load": load,
    }
    return Module(**facts | given)  # type: ignore[arg-type]


def with_module(monkeypatch, *modules: Module) -> None:
    known = catalog()
    for module in modules:
        monkeypatch.setitem(known.modules, (module.category, module.kind), module)
        monkeypatch.setitem(known._nodes, module.kind, module)


def test_params_reach_the_loader_that_names_them(monkeypatch) -> None:
    count = Int(name="count", default=6, low=1, help="")
    module = toy(lambda find, *, count: pair(count, 2), params=(count, *DATA_PARAMS))
    with_module(monkeypatch, module)
    assert load({"a": Node("toy", freeze({"count": 20}))}).n_train == 18
    assert load({"a": Node("toy")}).n_train == 5


@pytest.mark.parametrize(
    ("loader", "what"),
    [
        (
            lambda find: 1 / 0,
            r"toy cannot load its data: ZeroDivisionError: .* \(test_dataset.py, line \d+\)",
        ),
        (lambda find: ({"image": [[1, 2]]},), r"gives 1 parts; need two, \(train, test\)"),
        (lambda find: {"image": [[1, 2]]}, r"gives dict; need two, \(train, test\)"),
        (lambda find: pair(4, 2, width=3), r"image has rows of shape \(3,\), its rule says 2"),
        (lambda find: ({"picture": 1}, {}), "its load gives no 'image'"),
    ],
)
def test_faulty_loader_is_named_with_its_node(monkeypatch, loader, what: str) -> None:
    with_module(monkeypatch, toy(loader))
    with pytest.raises(DataError, match=what) as caught:
        load({"a": Node("toy")})
    assert caught.value.node == "a"
    assert caught.value.missing == "toy"


def test_unequal_sources_are_refused(monkeypatch) -> None:
    with_module(
        monkeypatch,
        toy(lambda find: pair(4, 2)),
        toy(lambda find: pair(5, 2), kind="other"),
    )
    with pytest.raises(DataError, match=r"b has 5 and 2 .* a has 4 and 2") as caught:
        load({"a": Node("toy"), "b": Node("other")})
    assert caught.value.node == "b"


def test_split_that_leaves_nothing_is_refused(monkeypatch) -> None:
    with_module(monkeypatch, toy(lambda find: pair(4, 2)))
    with pytest.raises(DataError, match=r"validation_split is 0\.99, which leaves none of 4"):
        load({"a": Node("toy", freeze({"validation_split": 0.99}))})


def test_free_input_cannot_be_trained_on() -> None:
    graph = Graph(
        nodes=freeze({"x": Node("input"), "flat": Node("flatten")}),
        wires=(Wire("x.output", "flat.input"),),
    )
    with pytest.raises(DataError, match="free input without data"):
        load_dataset(graph, check(graph))


def test_graph_without_data_says_what_is_missing() -> None:
    graph = Graph()
    with pytest.raises(DataError, match="there is no data"):
        load_dataset(graph, check(graph))


def pictures(folder: Path, **given: object) -> Node:
    return Node("image_folder", freeze({"directory": str(folder), "image_size": [4, 4]} | given))


def test_folder_of_pictures_is_split_by_share_or_as_it_says(tmp_path: Path) -> None:
    make_pictures(tmp_path / "train", count=4)
    found = load({"a": pictures(tmp_path, validation_split=0.25)})
    assert (found.n_train, found.n_validation, found.n_test, found.test) == (9, 3, 0, {})
    assert found.source == f"a: 9 training, 3 validation, 0 test (from {tmp_path})"
    make_pictures(tmp_path / "val", count=1)
    make_pictures(tmp_path / "test", ("cat",), count=2)
    found = load({"a": pictures(tmp_path, validation_split=0.25)})
    assert (found.n_train, found.n_validation, found.n_test) == (12, 3, 2)
    assert sorted(found.validation["a.label"]) == [0, 1, 2]
    dealt = load({"a": pictures(tmp_path, order=1)})
    assert (dealt.train["a.label"] != found.train["a.label"]).any()


def test_folder_that_changed_is_loaded_anew_and_has_another_hash(tmp_path: Path) -> None:
    make_pictures(tmp_path, count=2)
    node = {"a": pictures(tmp_path, validation_split=0.0)}
    found = load(node)
    assert load(node).train["a.image"] is found.train["a.image"]
    os.utime(tmp_path / "cat" / "0.png", ns=(1, 1))
    again = load(node)
    assert again.train["a.image"] is not found.train["a.image"]
    assert again.hash == found.hash
    (tmp_path / "cat" / "0.png").unlink()
    assert (found.n_train, load(node).n_train) == (6, 5)
    assert load(node).hash != found.hash


def test_the_same_pictures_elsewhere_are_the_same_data(tmp_path: Path, monkeypatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    make_pictures(one, count=2)
    os.utime(one / "cat" / "0.png", ns=(1, 1))
    shutil.copytree(one, other, copy_function=shutil.copyfile)
    found, copied = load({"a": pictures(one)}), load({"a": pictures(other)})
    assert copied.hash == found.hash
    assert str(other) in copied.source
    assert load({"a": pictures(one, color_mode="grayscale")}).hash != found.hash
    monkeypatch.setattr(survey, "_MOST_BYTES", 100)  # names, sizes and times have to do then
    dataset_module._cache.clear()
    assert load({"a": pictures(one)}).hash != load({"a": pictures(other)}).hash


def test_the_same_table_elsewhere_is_the_same_data(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n * n}\n" for n in range(20))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv").write_text(f"a,b\n{rows}", "utf-8")

    def hash_of(name: str, **given: object) -> str:
        path = str(tmp_path / name / f"{name}.csv")
        return load({"a": Node("table", freeze({"path": path} | given))}).hash

    assert hash_of("one") == hash_of("two")
    assert hash_of("one", test_split=0.3) != hash_of("two")
    (tmp_path / "two" / "two.csv").write_text(f"a,b\n{rows}20,400\n", "utf-8")
    assert hash_of("one") != hash_of("two")


def test_folder_is_looked_through_once_for_its_mark_also_at_first(
    tmp_path: Path, monkeypatch
) -> None:
    make_pictures(tmp_path, count=2)
    monkeypatch.setattr(image_folder, "SMALL_BYTES", 0)
    asked, stat = [], os.stat
    monkeypatch.setattr(
        os, "stat", lambda path, **how: asked.append(str(path)) or stat(path, **how)
    )
    found = load({"a": pictures(tmp_path)})
    assert sorted(Path(p).name for p in asked if p.endswith(".png")) == sorted(
        ["0.png", "1.png"] * 3
    )
    assert found.train["a.image"].is_made


def test_folder_that_is_not_there_is_named_with_its_node(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no folder") as caught:
        load({"a": pictures(tmp_path / "gone")})
    assert caught.value.node == "a"


def test_sources_pair_their_own_validation_samples(tmp_path: Path) -> None:
    for name, count in (("one", 1), ("two", 2)):
        make_pictures(tmp_path / name / "train", count=2)
        make_pictures(tmp_path / name / "val", count=count)
    with pytest.raises(DataError, match="b and a have unequal counts of validation samples"):
        load({"a": pictures(tmp_path / "one"), "b": pictures(tmp_path / "two")})
