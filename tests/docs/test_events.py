"""The page about events says what they are."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
HOW = "the events have changed; renew the page with: python docs/make_events.py"


def test_the_page_of_events_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_events", DOCS / "make_events.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (DOCS / "events.md").read_text("utf-8") == maker.page(), HOW
