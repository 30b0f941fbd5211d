"""What is likely to be wanted: what can be wired, what is usual there, what is used."""

from hornstudio.engine.catalog import catalog
from hornstudio.ui.canvas.overlay.choice import Choice
from hornstudio.ui.canvas.overlay.preference import preference


def choice(kind, fitness=0, is_wired=True):
    return Choice(catalog().get(kind), fitness=fitness, is_wired=is_wired)


def test_where_nothing_is_to_be_wired_only_habits_count(qapp):
    made = preference([choice("dense"), choice("relu")], {"relu": 1})
    assert made.fitness == {}
    assert made.habits["relu"] > made.habits["dense"] > made.habits.get("selu", 0)


def test_a_habit_weighs_among_what_can_be_wired_and_not_beside_it(qapp):
    choices = [choice("dense", 3), choice("relu", 1), choice("digits", 0, is_wired=False)]
    fitness = preference(choices, {"relu": 2, "digits": 9}).fitness
    assert fitness["relu"] > fitness["dense"] > fitness.get("digits", 0)
