"""Frames and notes as values, in files and under edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.editing.frame import (
    COLORS,
    Frame,
    add_frame,
    around,
    change_frames,
    frames_of,
    holds,
    move_frames,
    nested,
    paste_frames,
    remove_frames,
    titles_around,
)
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files

ENCODER = Frame("Encoder", color="blue", at=(0.0, -16.0), size=(400.0, 300.0))
NOTE = Frame(text="Why so deep?\nAsk Mina.", at=(8.0, 8.0), size=(200.0, 80.0), is_note=True)
NUMBERS = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FRAMES = st.one_of(
    st.builds(
        Frame,
        title=TEXTS,
        color=st.sampled_from(COLORS),
        at=st.tuples(NUMBERS, NUMBERS),
        size=st.tuples(NUMBERS, NUMBERS).map(lambda s: (abs(s[0]) + 1, abs(s[1]) + 1)),
    ),
    st.builds(Frame, text=TEXTS, is_note=st.just(True)),
)


@given(st.lists(FRAMES, max_size=4))
def test_frames_come_back_from_the_file(frames) -> None:
    graph = Graph()
    for frame in frames:
        graph = add_frame(graph, frame)
    again = files.from_text(files.to_text(graph))
    assert list(frames_of(again).values()) == [
        Frame(f.title, f.text, f.color, f.at, tuple(round(n, 2) for n in f.size), f.is_note)
        for f in frames
    ]
    assert files.to_text(again) == files.to_text(graph)


@pytest.mark.parametrize(
    "raw",
    [
        7,
        {"title": 3, "at": [0, 0], "size": [9, 9]},
        {"title": "a", "size": [9, 9]},
        {"title": "a", "at": [0, 0], "size": [0, 9]},
        {"title": "a", "at": [0, True], "size": [9, 9]},
    ],
)
def test_what_is_no_frame_is_kept_and_not_shown(raw) -> None:
    graph = files.from_json({"hornstudio": 1, "frames": [raw, ENCODER.to_json()]})
    assert frames_of(graph) == {1: ENCODER}
    assert files.to_json(change_frames(graph, {1: NOTE}))["frames"][0] == raw


def test_an_edit_keeps_what_only_the_file_knows() -> None:
    graph = files.from_json({
        "hornstudio": 1,
        "frames": [{"title": "a", "at": [0, 0], "size": [99, 99], "locked": True}],
    })  # fmt: skip
    changed = change_frames(graph, {0: ENCODER})
    assert changed.frames[0]["locked"] is True
    assert frames_of(changed)[0] == ENCODER


def test_a_frame_does_not_become_smaller_than_its_title_needs() -> None:
    graph = add_frame(Graph(), ENCODER)
    small = Frame("Encoder", size=(3.0, -5.0))
    assert frames_of(change_frames(graph, {0: small}))[0].size == (80.0, 48.0)


def test_pasted_frames_lie_aside_and_what_cannot_be_read_stays_behind() -> None:
    part = add_frame(Graph(frames=("odd",)), NOTE)
    made = paste_frames(add_frame(Graph(), ENCODER), part, (24.0, 24.0))
    assert [f.at for f in frames_of(made).values()] == [ENCODER.at, (32.0, 32.0)]


def test_moving_and_removing_leave_the_others() -> None:
    graph = add_frame(add_frame(Graph(), ENCODER), NOTE)
    moved = move_frames(graph, [1], (10.0, 20.0))
    assert frames_of(moved)[0] == ENCODER
    assert frames_of(moved)[1].at == (18.0, 28.0)
    assert list(frames_of(remove_frames(graph, [0])).values()) == [NOTE]


def test_what_lies_in_a_frame() -> None:
    assert holds(ENCODER.area, NOTE.area)
    assert not holds(NOTE.area, ENCODER.area)
    assert holds(around([NOTE.area], 24, 48), NOTE.area)
    assert nested({0: ENCODER.area, 1: NOTE.area}) == [1, 0]


def test_a_place_knows_the_frames_around_it_the_innermost_first() -> None:
    outer, inner = Frame("Outer", size=(900.0, 900.0)), Frame("Inner", size=(90.0, 90.0))
    graph = add_frame(add_frame(add_frame(Graph(), outer), inner), NOTE)
    assert titles_around(graph, (50.0, 50.0)) == ["Inner", "Outer"]
    assert titles_around(graph, (500.0, 50.0)) == ["Outer"]
    assert titles_around(graph, (-5.0, 50.0)) == []
