"""Early stopping and best weights in a few plain lines of a script; what else there is, told."""

from collections.abc import Mapping

from hornstudio.engine.codegen.callback_plan import Acting, callbacks_in, watched
from hornstudio.engine.codegen.callback_remark import callback_remarks
from hornstudio.engine.compile.plan import Plan

RESERVED = frozenset(("Watch", "copied", "watches"))
"""Names that the lines have."""

_KINDS = frozenset(("early_stopping", "best_weights"))

_WATCH = '''class Watch:
    """Follows one figure: whether to end the training, and what was carried when it was best.

    sign: 1 where more is better, -1 where less is. patience: epochs; None never ends it.
    """

    def __init__(
        self, monitor, sign, *, min_delta=0.0, patience=None, baseline=None, start=0, keeps=False
    ):
        self.monitor, self.sign, self.min_delta = monitor, sign, min_delta
        self.patience, self.baseline, self.start, self.keeps = patience, baseline, start, keeps
        self.best, self.kept, self.wait = None, None, 0

    def is_better(self, value, than):
        if than is None:
            return True
        return np.float32(self.sign * value - self.min_delta) > np.float32(self.sign * than)

    def stops(self, epoch, figures, carry):
        """Take note of an epoch; whether the training ends after it."""
        if epoch <= self.start:
            return False
        value = figures[self.monitor]
        self.wait += 1
        if self.is_better(value, self.best):
            self.best = value
            if self.keeps:
                self.kept = copied(carry)
            if self.baseline is None or self.is_better(value, self.baseline):
                self.wait = 0
            return False
        return self.patience is not None and self.wait >= self.patience and epoch > 1

    def restored(self, carry):
        """What was carried when the figure was best, if it was kept."""
        return carry if self.kept is None else {restored}'''

JAX = '''def copied(carry):
    """Weights and state, for later: a step uses up what it is given."""
    return jax.tree.map(np.array, {"weights": carry["weights"], "state": carry["state"]})'''
FLAX = '''def copied(model):
    """The model as it is, for later."""
    return nnx.clone(model)'''
_RESTORED = {JAX: "{**carry, **self.kept}", FLAX: "self.kept"}


def watching(plan: Plan) -> list[Acting]:
    """The callbacks that the lines carry out."""
    return [each for each in callbacks_in(plan) if each.module.kind in _KINDS]


def watch_texts(copied: str) -> list[str]:
    """The class, and the function that it copies with: `JAX` or `FLAX`."""
    return [copied, _WATCH.replace("{restored}", _RESTORED[copied])]


def watches_text(plan: Plan) -> str:
    """The line that makes the list of them."""
    lines = "".join(f"        {_text(each)},\n" for each in watching(plan))
    return f"    watches = [\n{lines}    ]\n"


def _text(each: Acting) -> str:
    values = each.values
    settings: dict[str, object] = {"patience": values.get("patience")}
    settings |= {"min_delta": values.get("min_delta") or None, "baseline": values.get("baseline")}
    settings["start"] = values.get("start_from_epoch") or None
    settings["keeps"] = values.get("restore_best_weights", True) or None
    told = "".join(f", {name}={value!r}" for name, value in settings.items() if value is not None)
    figure = watched(each.module, values)
    return f'Watch("{figure}", {1 if each.is_higher_better else -1}{told})'


def with_watches(text: str, lines: Mapping[str, str]) -> str:
    """A script's loop with the lines in it. lines: what stands there by what stood there."""
    for plain, watched_line in lines.items():
        assert plain in text, plain
        text = text.replace(plain, watched_line)
    return text


def told(plan: Plan) -> str:
    """What a script leaves out."""
    return callback_remarks(plan, {}, carried_out=_KINDS)
