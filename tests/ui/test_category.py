"""Names and icons of categories."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import NODE_CATEGORIES
from hornstudio.paths import resource
from hornstudio.ui.category import category_icon, category_title


@pytest.mark.parametrize("category", NODE_CATEGORIES)
def test_every_category_of_nodes_has_a_name_and_an_icon(category):
    assert category_title(category)
    assert category_icon(category) == f"cat-{category}"


def test_every_category_of_the_catalog_is_translated(pseudo_language):
    for category in {m.category for m in catalog().modules.values()}:
        assert category_title(category).startswith("«")


def test_an_unknown_category_gets_a_sign_that_exists():
    assert category_title("sparkle") == "Sparkle"
    assert resource("icons", f"{category_icon('sparkle')}.svg").is_file()
