"""What a declaration says of files of the user's own."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.own_files import OwnFiles
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text


def reading(**given) -> OwnFiles:
    usual = {
        "param": "path",
        "open": lambda **_: ({},),
        "mark": lambda p: "",
        "why_not": lambda p: None,
        "read": lambda p, paths: None,
        "reads": (".csv",),
    }
    return OwnFiles(**usual | given)


def test_further_files_are_told_of_only_once_the_first_can_be_read() -> None:
    def why_not_further(p: Values, param: str) -> Text | None:
        return Text("bad") if p[param] == "odd.csv" else None

    further = {"further": ("one", "other"), "why_not_further": why_not_further}
    p = Values({"path": "a.csv", "one": "odd.csv", "other": ""})
    assert list(reading(**further).faults(p)) == [("one", "bad")]
    gone = reading(**further, why_not=lambda p: Text("gone"))
    assert list(gone.faults(p)) == [("path", "gone")]
    assert reading(**further).named_by == ("path", "one", "other")


def test_the_advice_names_what_was_trained_on_and_what_would_do() -> None:
    p = Values({"path": "/data/a.csv"})
    assert reading().advice(p, has_answers=False) == "The network was trained on a.csv"
    told = reading(wanted=lambda p, has_answers: Text("more" if has_answers else "less"))
    assert told.advice(p, has_answers=True).endswith("on a.csv; give it more")
    assert told.advice(p, has_answers=False).endswith("give it less")


def test_all_modules_that_read_files_of_ones_own_say_which() -> None:
    own = [module for module in catalog().nodes() if module.own is not None]
    assert {module.kind for module in own} == {"table", "arrays", "image_folder"}
    for module in own:
        names = {param.name for param in module.params}
        assert names.issuperset(module.own.named_by)
        assert module.own.wanted is not None
