"""Names of copies go on from the number behind the name."""

from hornstudio.engine.editing.numbering import names_of_copies


def test_a_free_name_is_kept_and_a_taken_one_counts_on() -> None:
    names = names_of_copies(["conv", "conv_2", "dense", "block_9"], ["conv", "block_9", "conv_3"])
    assert names == {"conv": "conv_4", "conv_2": "conv_2", "dense": "dense", "block_9": "block_10"}


def test_copies_of_one_name_count_on_from_each_other() -> None:
    assert names_of_copies(["a", "a_2", "a_3"], ["a", "a_2", "a_3"]) == {
        "a": "a_4",
        "a_2": "a_5",
        "a_3": "a_6",
    }
