"""The catalog: what is in it, how it is searched, and what strangers add to it."""

import types
from importlib.metadata import EntryPoint

import pytest

from hornstudio.engine import catalog as catalog_file
from hornstudio.engine.additions import addition
from hornstudio.engine.additions.addition import Broken
from hornstudio.engine.additions.own_files import start_file
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.errors import FileError, ParamError
from hornstudio.engine.module import CATEGORY_WORDS, NODE_CATEGORIES, Module
from tests.engine.additions.swirl import SWIRL

BUILT_IN = {
    "data": "mnist digits input",
    "core": "dense embedding reversible_embedding einsum_dense identity masking",
    "convolution": "conv2d",
    "pooling": "max_pooling2d average_pooling2d global_average_pooling2d",
    "reshape": "flatten reshape add multiply concatenate",
    "normalization": "batch_normalization layer_normalization dropout",
    "activation": "relu leaky_relu prelu relu6 elu celu selu threshold sigmoid tanh hard_sigmoid "
    "hard_tanh softsign log_sigmoid softmax log_softmax glu gelu silu hard_silu mish softplus "
    "squareplus exponential linear hard_shrink soft_shrink tanh_shrink",
    "loss": "categorical_crossentropy binary_crossentropy mean_squared_error mean_absolute_error",
    "metric": "accuracy",
    "optimizer": "sgd adam adamw adamax nadam rmsprop adagrad adadelta ftrl lion sign_sgd lamb "
    "lars novograd adafactor muon schedule_free_adamw schedule_free_sgd adabelief radam yogi "
    "ademamix prodigy sophia",
    "initializer": "glorot_uniform glorot_normal he_normal he_uniform lecun_normal lecun_uniform "
    "variance_scaling orthogonal identity zeros ones constant random_normal truncated_normal "
    "random_uniform",
    "regularizer": "l1 l2 l1_l2 orthogonal_regularizer",
    "constraint": "max_norm min_max_norm non_neg unit_norm",
    "schedule": "constant exponential_decay inverse_time_decay polynomial_decay linear_decay "
    "piecewise_constant_decay cosine_decay cosine_decay_restarts linear_onecycle cosine_onecycle "
    "warmup_cosine_decay warmup_exponential_decay",
}


@pytest.mark.parametrize("category", BUILT_IN)
def test_holds_what_files_may_name(category: str) -> None:
    """Kinds are stable for ever: files hold them."""
    kinds = {m.kind for m in catalog().category(category)}
    assert set(BUILT_IN[category].split()) <= kinds


def test_every_category_is_known() -> None:
    assert {c for c, _ in catalog().modules} <= {*NODE_CATEGORIES, *BUILT_IN, "callback"}


def test_only_nodes_can_be_placed() -> None:
    assert catalog().get("dense").kind == "dense"
    assert catalog().get("zeros") is None
    assert "zeros" not in {m.kind for m in catalog().nodes()}


def test_a_param_finds_a_module_of_its_category() -> None:
    assert catalog().find("activation", "relu") is catalog().get("relu")
    with pytest.raises(ParamError, match="dense is not a kind of activation; known are relu"):
        catalog().find("activation", "dense")
    with pytest.raises(ParamError, match=r"rellu is not a kind .*; did you mean relu. Known"):
        catalog().find("activation", "rellu")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dense", "dense"),
        ("nn.Linear", "dense"),
        ("fully conn", "dense"),
        ("완전 연결", "dense"),
        ("conv 2d", "conv2d"),
        ("conv", "conv2d"),
        ("합성곱", "conv2d"),
        ("maxpool", "max_pooling2d"),
        ("residual", "add"),
        ("bn", "batch_normalization"),
        ("mse", "mean_squared_error"),
        ("손글씨", "mnist"),
        ("dns", "dense"),
    ],
)
def test_search_puts_the_meant_one_first(text: str, kind: str) -> None:
    assert catalog().search(text)[0].kind == kind


@pytest.mark.parametrize("text", ["optimizer", "최적화", "옵티"])
def test_a_category_is_found_by_what_people_call_it(text: str) -> None:
    found = catalog().search(text)
    assert {m.category for m in found} >= {"optimizer"}
    assert {m.kind for m in found} >= {m.kind for m in catalog().category("optimizer")}


def test_every_category_has_other_words() -> None:
    assert set(CATEGORY_WORDS) == {*NODE_CATEGORIES, "callback"}


def test_search_for_nothing_gives_all_and_for_nonsense_none() -> None:
    assert catalog().search(" ") == catalog().nodes()
    assert catalog().search("qqqq") == []


def test_did_you_mean() -> None:
    assert catalog().did_you_mean("conv2") == "conv2d"
    assert catalog().did_you_mean("zzzzzz") == ""


def test_a_kind_is_taken_once() -> None:
    known = Catalog([SWIRL])
    for again in (SWIRL, Module(kind="swirl", title="", category="core", help="")):
        with pytest.raises(FileError, match="already a module swirl"):
            known.add(again)
    known.add(Module(kind="swirl", title="", category="initializer", help=""))
    assert known.get("swirl") is SWIRL


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch):
    """Entry points of installed packages, as given."""

    def offer(*points: tuple[str, str]) -> Catalog:
        made = [EntryPoint(name, value, addition.ENTRY_POINTS) for name, value in points]
        monkeypatch.setattr(addition, "entry_points", lambda group: made)
        return catalog_file.catalog.__wrapped__()

    return offer


def test_other_packages_add_modules(offered, monkeypatch: pytest.MonkeyPatch) -> None:
    package = types.ModuleType("swirls")
    package.MODULES = (SWIRL,)
    monkeypatch.setitem(__import__("sys").modules, "swirls", package)
    found = offered(("swirl", "swirls"))
    assert found.get("swirl") is SWIRL
    assert found.broken == []


def test_a_broken_package_is_named_and_harms_nobody(offered) -> None:
    found = offered(("gone", "no_such_package_at_all"), ("odd", "json:dumps"))
    assert [broken.place.split()[0] for broken in found.broken] == ["gone", "odd"]
    assert found.get("dense") is not None


def test_an_unknown_kind_is_told_with_what_is_wrong_in_its_file() -> None:
    known = Catalog([])
    known.broken.append(
        Broken("/own/swirl.py", "invalid syntax (swirl.py, line 3)", 'kind="swirl"')
    )
    assert known.why_unknown("swirl") == (
        "swirl cannot be used: invalid syntax (swirl.py, line 3); see /own/swirl.py"
    )
    assert known.why_unknown("whirl") == "whirl is not a known kind of module"


@pytest.fixture
def own_folder(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A folder of modules of the user's own; afterwards the catalog has none of them."""
    monkeypatch.setenv("HORNSTUDIO_MODULES", str(tmp_path))
    yield tmp_path
    for file in tmp_path.glob("*.py"):
        file.unlink()
    catalog_file.read_again()


def test_files_of_ones_own_are_read_again_when_they_have_changed(own_folder) -> None:
    catalog_file.read_again()
    before = catalog()
    assert not catalog_file.read_again()
    path = start_file("swirl", set())
    assert catalog_file.read_again()
    assert catalog() is not before
    assert catalog().get("swirl") is not None
    assert catalog().get("dense") is before.get("dense")
    path.write_text("MODULES = [", encoding="utf-8")
    assert catalog_file.read_again()
    assert catalog().get("swirl") is None
    assert "swirl.py" in catalog().broken[0].reason
    assert not catalog_file.read_again()


def test_a_text_that_a_name_begins_with_is_known():
    assert catalog().begins_name("conv 2")
    assert catalog().begins_name("max pooling 2")
    assert catalog().begins_name("")
    assert not catalog().begins_name("dropout 2")  # though spatial_dropout2d holds it
    assert not catalog().begins_name("dense 2")
