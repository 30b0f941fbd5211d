"""An optimizer of a person's own that is one of Optax."""

import optax
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.optimizers.setting import learning_rate


def of_optax(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalog have it, as `of_optax`, while a test lasts."""
    module = Module(
        kind="of_optax",
        title="Of Optax",
        category="optimizer",
        help="Steps as Optax does.",
        params=(learning_rate(0.01),),
        inputs=(Port("loss", many=True),),
        outputs=(),
        infer=lambda p, *losses: {},
        apply=lambda *, learning_rate: optax.adam(learning_rate),
        result=lambda weights, memory: weights,
    )
    known = catalog()
    monkeypatch.setitem(known.modules, ("optimizer", "of_optax"), module)
    monkeypatch.setitem(known._nodes, "of_optax", module)
