"""What was added to the modules, and what could not be."""

from hornstudio.cli.doctor.additions import examine
from hornstudio.engine.additions.addition import Broken
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.module import Module


def test_added_modules_are_named_and_broken_ones_told_with_a_remedy() -> None:
    gate = Module(kind="gate", title="", category="core", help="")
    known = Catalog([*catalog().modules.values(), gate])
    assert examine(known) == ({"added_modules": "gate"}, [])
    known.broken += [
        Broken("/own/swirl.py", "invalid syntax (swirl.py, line 3)", 'kind="swirl"'),
        Broken("whirl (whirls)", "No module named 'whirls'"),
    ]
    own, package = examine(known)[1]
    assert own.what == "/own/swirl.py cannot be used: invalid syntax (swirl.py, line 3)"
    assert own.remedy.startswith("mend that line of the file")
    assert package.remedy.startswith("install another version")
