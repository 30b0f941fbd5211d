"""Orders beside training are answered whatever happens, and give way to what is waited for."""

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.worker.messages import (
    Evaluate,
    Evaluated,
    LookBack,
    LookedBack,
    Prepare,
    Profile,
    Profiled,
)
from hornstudio.engine.worker.side_orders import SideOrders, Skills

GRAPH = '{"hornstudio": 1}'


class Outlet(list):
    """What was sent."""

    send = list.append


def never(*_):
    raise AssertionError("something else is wanted")


def refuse(*_):
    raise RunError("it cannot be done")


@pytest.fixture
def outlet() -> Outlet:
    return Outlet()


def test_what_goes_wrong_is_an_answer_too(outlet):
    side = SideOrders(outlet, Skills(refuse, refuse, refuse, refuse), lambda: False)
    side.profile(Profile(graph=GRAPH, ticket=1))
    side.evaluate(Evaluate(run="/runs/a", checkpoint="best", ticket=2))
    side.get_ready_for(Prepare(graph=GRAPH, ticket=3))
    side.look_back(LookBack(run="/runs/a", epoch=2, ticket=4))
    assert outlet == [
        Profiled(ticket=1, seconds={}, reason="it cannot be done"),
        Evaluated(ticket=2, reason="it cannot be done"),
        LookedBack(ticket=4, reason="it cannot be done"),
    ]


def test_they_give_way_to_what_is_waited_for(outlet):
    side = SideOrders(outlet, Skills(never, never, lambda run, name: {}, never), lambda: True)
    side.get_ready_for(Prepare(graph=GRAPH))
    side.profile(Profile(graph=GRAPH, ticket=1))
    side.evaluate(Evaluate(run="/runs/a", checkpoint="best", ticket=2))
    side.look_back(LookBack(run="/runs/a", epoch=2, ticket=3))
    assert [type(sent) for sent in outlet] == [Profiled, Evaluated, LookedBack]
    assert "try once more" in outlet[0].reason
