import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.query import (
    no_comparisons,
    no_states,
    select,
    unknown_names,
    without_half_typed,
)
from hornstudio.engine.runs.record import RunRecord


def record(folder: str, **facts: object) -> RunRecord:
    return RunRecord(path=f"/runs/{folder}", folder=folder, **facts)  # type: ignore[arg-type]


RUNS = [
    record("a", started="1", metrics={"val_loss": 0.3}, best={"val_loss": 0.1}, tags=("good",)),
    record("b", started="2", metrics={"val_loss": 0.2}, state="failed", changes="+ Dropout"),
    record("c", started="3", model="mlp", epochs_done=7, note="As good as A", title="The third"),
    record("d", started="4", is_hidden=True),
]


def found(words: str = "", order: str = "-started", **more: bool) -> str:
    return "".join(r.folder for r in select(RUNS, words, order, **more))


def test_newest_first_and_hidden_ones_only_when_asked() -> None:
    assert found() == "cba"
    assert found(with_hidden=True) == "dcba"


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("good", "ca"),
        ("good third", "c"),
        ("tag:good", "a"),
        ("TAG:Good", "a"),
        ("state:failed", "b"),
        ("model:mlp", "c"),
        ("dropout", "b"),
        ("val_loss<0.25", "b"),
        ("val_loss>=0.2", "ba"),
        ("best.val_loss=0.1", "a"),
        ("epochs_done>=5 third", "c"),
        ("nothing>1", ""),
        ("http:x", ""),
        ("epochs_done:7", "c"),
        ("val_loss>.25", "a"),
        ("val_loss>25%", "a"),
    ],
)
def test_all_words_must_fit(words: str, which: str) -> None:
    assert found(words) == which


@pytest.mark.parametrize(
    ("order", "which"),
    [
        ("val_loss", "bac"),
        ("-val_loss", "abc"),
        ("best.val_loss", "acb"),
        ("name", "abc"),
        ("-name", "cba"),
        ("tags", "acb"),
        ("-epochs_done", "cba"),
        ("started", "abc"),
    ],
)
def test_runs_without_the_field_come_last(order: str, which: str) -> None:
    assert found("", order) == which


def test_unknown_fields_are_refused_with_those_there_are() -> None:
    with pytest.raises(
        RunError, match=r"no run has val_los to sort by; there are name, .*val_loss"
    ) as told:
        found("", "val_los")
    assert "_parts" not in str(told.value)
    assert select([], "", "val_los") == []


@pytest.mark.parametrize(
    ("typed", "left"),
    [("val_loss<", ""), ("good val_loss<=-", "good"), ("a>1e-", ""), ("tag:", ""), ("a>1", "a>1")],
)
def test_what_is_half_typed_is_left_out(typed: str, left: str) -> None:
    assert without_half_typed(typed) == left


def test_names_that_no_run_has_are_told() -> None:
    assert unknown_names(RUNS, "val_los<1 val_loss<1 seed=3 name:x") == ("val_los",)
    assert unknown_names([], "val_los<1") == ()


def test_words_that_look_like_comparisons_are_known() -> None:
    words = "Loss<abc epochs>>5 val_loss<0.1 state:failed good a=b"
    assert no_comparisons(words) == ("Loss<abc", "epochs>>5", "a=b")


def test_a_state_that_no_run_can_be_in_is_known():
    assert no_states("mlp state:faild state:Finished state:fail states:x") == ("faild",)
