"""Ways of wires."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF

from hornstudio.ui.canvas.geometry import rect_within
from hornstudio.ui.canvas.way import route as route_module
from hornstudio.ui.canvas.way.blocks import BlockGrid
from hornstudio.ui.canvas.way.lanes import Lanes
from hornstudio.ui.canvas.way.route import _LANE_ROOM, Ends, route

WIDTH, HEIGHT = 164.0, 112.0


def ends(source, target, out_row=0, in_row=0):
    body, goal = (QRectF(x, y, WIDTH, HEIGHT) for x, y in (source, target))
    start = QPointF(body.right(), body.top() + 44 + 24 * out_row)
    end = QPointF(goal.left(), goal.top() + 44 + 24 * in_row)
    return Ends(start, end, out_row, in_row, body, goal)


def grid_of(*rects):
    grid = BlockGrid()
    for number, rect in enumerate(rects):
        grid.put(str(number), rect)
    return grid


def lay(wire_ends, *others):
    grid = grid_of(wire_ends.source, wire_ends.target, *others)
    return route(wire_ends, grid.touching)


def points_of(way):
    return [way.path.pointAtPercent(i / 200) for i in range(201)]


def test_forward_is_a_curve_between_its_ends(qapp):
    wire = ends((0, 0), (300, 160))
    way = lay(wire)
    assert way.points == (wire.start, wire.end)
    assert way.path.pointAtPercent(0) == wire.start
    assert way.path.pointAtPercent(1) == wire.end


@pytest.mark.parametrize("target", [(260, 0), (300, 200), (900, -400), (190, 300), (-300, 40)])
@pytest.mark.parametrize("is_branch", [False, True])
def test_the_middle_is_where_it_is_said_to_be_near(qapp, target, is_branch):
    way = route(replace(ends((0, 0), target), is_branch=is_branch), grid_of().touching)
    area = rect_within(*way.near_middle)
    assert area.adjusted(-0.01, -0.01, 0.01, 0.01).contains(way.middle)
    assert area.width() <= (17 if len(way.points) == 2 else 32)


def test_the_upright_legs_of_a_lane_run_under_no_node_either(qapp):
    """Below the source stands one that reaches a little further right, and so at the target."""
    others = [QRectF(20, 160, WIDTH, 72), QRectF(240, 130, WIDTH, HEIGHT)]
    way = lay(ends((0, 0), (500, 320)), *others)
    assert len(way.points) == 6, "a lane"
    assert not [r for r in others for p in points_of(way) if r.contains(p)]
    before = QRectF(-100, 60, 110, 40)
    back = lay(ends((480, 320), (20, 0)), before)
    assert not any(before.contains(p) for p in points_of(back))


def test_level_wire_does_not_run_under_a_node(qapp):
    between = QRectF(300, 0, WIDTH, HEIGHT)
    way = lay(ends((0, 0), (600, 0)), between)
    assert not any(between.contains(p) for p in points_of(way))


def test_slanted_wire_does_not_run_under_a_node(qapp):
    between = QRectF(300, 60, WIDTH, HEIGHT)
    way = lay(ends((0, 0), (600, 200)), between)
    assert not any(between.contains(p) for p in points_of(way))


def test_backward_wire_runs_through_the_gutter(qapp):
    wire = ends((600, 0), (0, 200))
    way = lay(wire)
    assert not any(wire.source.contains(p) for p in points_of(way)[1:-1])
    assert not any(wire.target.contains(p) for p in points_of(way)[1:-1])
    gutter = [p.y() for p in way.points if HEIGHT < p.y() < 200]
    assert gutter


def test_backward_on_one_level_goes_around_both(qapp):
    way = lay(ends((300, 0), (0, 0)))
    assert max(p.y() for p in points_of(way)) > HEIGHT


def test_wires_of_two_outputs_keep_apart(qapp):
    between = QRectF(300, 0, WIDTH, HEIGHT)
    ways = [lay(ends((0, 0), (600, 0), out_row=r, in_row=r), between) for r in range(2)]
    lanes = [way.points[2].y() for way in ways]
    assert abs(lanes[0] - lanes[1]) == 10


def test_grid_finds_what_overlaps_and_forgets_what_left():
    grid = grid_of(QRectF(0, 0, 100, 100), QRectF(5000, 0, 10, 10))
    assert len(grid.touching(QRectF(90, 90, 5, 5))) == 1
    grid.put("0", QRectF(900, 900, 100, 100))
    assert grid.touching(QRectF(90, 90, 5, 5)) == []
    grid.take("1")
    assert "1" not in grid


def test_level_stretches_of_different_wires_keep_apart(qapp):
    lanes = Lanes()
    first, second = ends((600, 0), (0, 200)), ends((780, 0), (180, 200))
    ways = []
    for number, wire in enumerate((first, second)):
        way = route(wire, grid_of().touching, lanes)
        lanes.put(number, way.points)
        ways.append(way)
    assert abs(ways[0].points[2].y() - ways[1].points[2].y()) >= 8


def test_branches_of_one_port_share_a_level_stretch(qapp):
    lanes = Lanes()
    wires = (ends((600, 0), (0, 200)), ends((600, 0), (180, 200)))
    ways = []
    for number, wire in enumerate(wires):
        way = route(wire, grid_of().touching, lanes)
        lanes.put(number, way.points)
        ways.append(way)
    assert ways[0].points[2].y() == ways[1].points[2].y()


def test_a_lane_that_was_left_is_free_again(qapp):
    lanes = Lanes()
    way = route(ends((600, 0), (0, 200)), grid_of().touching, lanes)
    lanes.put("a", way.points)
    lanes.take("a")
    again = route(ends((610, 0), (10, 200)), grid_of().touching, lanes)
    assert again.points[2].y() == way.points[2].y()


def test_a_lower_port_goes_below_where_the_upper_one_goes_above(qapp):
    tall = QRectF(300, 0, WIDTH, 180)
    upper, lower = (lay(ends((0, 0), (600, 0), row, row), tall) for row in (0, 1))
    assert min(p.y() for p in points_of(upper)) < 0
    assert max(p.y() for p in points_of(lower)) > 180


def test_a_lane_that_is_taken_makes_way_outward(qapp):
    tall = QRectF(300, 0, WIDTH, 180)
    lanes, grid = Lanes(), grid_of(tall)
    heights = []
    for number, x in enumerate((0, -8)):
        way = route(ends((x, 0), (600 - x, 0)), grid.touching, lanes)
        lanes.put(number, way.points)
        heights.append(way.points[2].y())
    assert heights == [-20, -30]


def test_a_lane_near_the_level_of_an_end_runs_at_that_level(qapp):
    between = QRectF(300, 0, WIDTH, HEIGHT)
    wire = ends((0, 0), (600, HEIGHT + _LANE_ROOM + 6 - 44))
    way = lay(wire, between)
    assert {p.y() for p in way.points} == {wire.start.y(), wire.end.y()}  # without a kink
    assert not any(between.contains(p) for p in points_of(way))
    below = QRectF(300, wire.end.y() - 1, WIDTH, HEIGHT)  # there is no room at its level
    other = lay(wire, between, below)
    assert not any(below.contains(p) or between.contains(p) for p in points_of(other))


def test_a_lane_at_the_level_of_an_end_is_not_shared(qapp):
    between = QRectF(300, 0, WIDTH, HEIGHT)
    wire = ends((0, 0), (600, HEIGHT + _LANE_ROOM + 6 - 44))
    grid, lanes = grid_of(wire.source, wire.target, between), Lanes()
    free = route(wire, grid.touching, lanes).points
    assert free[2].y() == wire.end.y()
    lanes.put("other", (QPointF(0, 0), *free[1:]))
    assert route(wire, grid.touching, lanes).points[2].y() != wire.end.y()


@pytest.mark.parametrize("at", [(1450, 950), (600, 900), (1450, 1100), (900, -300)])
def test_a_curve_through_a_large_box_is_in_the_way_of_the_same_nodes(qapp, monkeypatch, at):
    grid = grid_of(QRectF(*at, 164, 112))
    wire = Ends(QPointF(0, 0), QPointF(3000, 2000), 0, 0, QRectF(), QRectF())
    near = route_module._hits(wire, 0.0, grid.touching)
    monkeypatch.setattr(route_module, "_LARGE_PX2", 1e9)
    assert near == route_module._hits(wire, 0.0, grid.touching) == (at == (1450, 950))
