"""Weights that a run begins to learn late: nodes that were frozen when it began, and thawed.

What the optimizer remembers of them is kept by itself, for each node, and counts its own updates:
means of gradients that have just begun would otherwise be taken for settled ones, and the first
steps of Adam be several times too large. Everything else goes on with what it had. The carry has
them under "thawed"; where there are none, nothing here is part of a step.

    {owner: {"missed": steps of the run before it was thawed, or while it was frozen again, [],
             "memory": the optimizer's state of its weights}}
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.optimizers.descent import clip_gradients
from hornstudio.engine.params import Nested

THAWED = "thawed"
OPTIMIZER = "optimizer"


def of_others(tree: Tree, thawed: Iterable[str]) -> Tree:
    """What a tree has of all owners but those."""
    return {owner: held for owner, held in tree.items() if owner not in thawed}


def begun(optimizer: Any, owner: str, weights: Tree, missed: int) -> Tree:
    """What is carried of a node that has just been thawed."""
    memory = optimizer.init({owner: weights[owner]})
    return {"missed": jnp.asarray(missed, jnp.int32), "memory": memory}


def updated(
    optimizer_after: Callable[[Any], Any],
    gradients: Tree,
    carry: Tree,
    trained: Tree,
    **extra: Callable[[Tree], Any],
) -> tuple[Tree, Tree]:
    """What is added to the weights, and what is remembered: `optimizer` and `thawed`.

    optimizer_after(missed): one whose schedule is so many steps further than it has counted; with
    None, that of the run. extra: functions of all trained weights.
    """
    thawed = carry[THAWED]

    def update(missed: Any, memory: Any, part: Tree) -> tuple[Tree, Any]:
        mine = {owner: gradients[owner] for owner in part}
        asked = {name: _of_part(function, trained) for name, function in extra.items()}
        found: tuple[Tree, Any] = optimizer_after(missed).update(mine, memory, part, **asked)
        return found

    updates, memory = update(None, carry[OPTIMIZER], of_others(trained, thawed))
    remembered: Tree = {OPTIMIZER: memory, THAWED: {}}
    for owner, held in thawed.items():
        added, memory = update(held["missed"], held["memory"], {owner: trained[owner]})
        updates = {**updates, **added}
        remembered[THAWED][owner] = {"missed": held["missed"], "memory": memory}
    return updates, remembered


def kept_frozen(held: Mapping[str, Any], after: Tree, before: Tree) -> Tree:
    """What is carried under "thawed", as it was for whom `held` says so, but for a step missed."""

    def chosen(owner: str) -> Tree:
        missed = before[owner]["missed"]
        stays = {**before[owner], "missed": missed + 1}
        return dict(
            jax.tree.map(lambda new, old: jnp.where(held[owner], old, new), after[owner], stays)
        )

    return {owner: after[owner] if held[owner] is False else chosen(owner) for owner in after}


def clipped_together(call: Call, gradients: Tree) -> Tree:
    """Gradients below the norm that all of them together may have, where there is such a limit.

    With the mean of several steps' gradients each optimizer cuts off its own.
    """
    limit = call.values.get("global_clipnorm")
    if limit is None or call.values.get("gradient_accumulation_steps"):
        return gradients
    clipped: Tree = clip_gradients(gradients, None, None, limit)
    return clipped


def shifted(call: Call, params: Tree, missed: Any) -> Tree:
    """An optimizer's params, with schedules that are so many steps further."""
    schedules = {
        p.name for p in call.module.params if isinstance(p, Nested) and p.category == "schedule"
    }
    return {
        name: _later(value, missed) if name in schedules and callable(value) else value
        for name, value in params.items()
    }


def _later(schedule: Callable[[Any], Any], missed: Any) -> Callable[[Any], Any]:
    return lambda step: schedule(step + missed)


def _of_part(function: Callable[[Tree], Any], whole: Tree) -> Callable[[Tree], Any]:
    """A function of some weights, which all others stay beside."""
    return lambda part: function({**whole, **part})
