"""Ways to nodes within composites."""

from hornstudio.engine.composite.way import way_to


def test_what_lies_in_composites_is_told_by_the_way_to_it() -> None:
    assert way_to("body__block__dense") == "body › block › dense"
    assert way_to("body__dense.kernel") == "body › dense.kernel"
    assert way_to("dense") == "dense"
