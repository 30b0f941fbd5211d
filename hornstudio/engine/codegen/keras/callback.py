"""Callbacks as Keras has them, and the figures that they watch by the names that Keras gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from hornstudio.engine.codegen.callback_plan import Acting, callbacks_in, watched
from hornstudio.engine.codegen.callback_remark import callback_remarks
from hornstudio.engine.codegen.expression import indented
from hornstudio.engine.codegen.keras.judge import Output
from hornstudio.engine.codegen.keras.thing import Thing, text_of_thing, thing_of
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL

_OWN = ("time_limit", "best_weights")
"""What the script says in its own words."""
NEVER = "EPOCHS"
"""Patience that lasts to the end."""

_TIME_LIMIT = '''class TimeLimit(keras.callbacks.Callback):
    """Ends the training after some minutes."""

    def __init__(self, minutes):
        super().__init__()
        self.end = time.monotonic() + 60 * minutes

    def on_train_batch_end(self, batch, logs=None):
        self.model.stop_training |= time.monotonic() >= self.end'''

_REMARKS = {
    "model_checkpoint": "model_checkpoint: Keras writes one after each epoch, and keeps them all.",
    "csv_logger": "csv_logger: Keras counts epochs from 0.",
    "tensorboard": "tensorboard: Keras needs TensorFlow for it:  pip install tensorflow",
}
"""What Keras does otherwise, by kind."""


def keras_name(figure: str, outputs: Sequence[Output]) -> str:
    """The name of a figure in Keras' logs: with that of the output where there are several."""
    prefix = HELD_BACK if figure.startswith(HELD_BACK) else ""
    bare = figure.removeprefix(HELD_BACK)
    if bare == TOTAL:
        return figure
    output = next(output for output in outputs if bare in output.figures)
    own = output.figures[bare]
    return prefix + (f"{output.name}_{own}" if len(outputs) > 1 else own)


def callback_texts(plan: Plan, outputs: Sequence[Output]) -> list[str]:
    """Python text of each callback that Keras can have."""
    return [text for each in callbacks_in(plan) if (text := _text(each, plan, outputs))]


def told(plan: Plan) -> str:
    """What the script does otherwise than the callbacks say, or leaves out."""
    kinds = {m.kind for m in plan.modules.category(CALLBACK) if m.keras}
    each = [c.values for c in callbacks_in(plan) if c.module.kind == "model_checkpoint"]
    is_same = all(values["save_best_only"] for values in each)
    words = {k: v for k, v in _REMARKS.items() if k != "model_checkpoint" or not is_same}
    return callback_remarks(plan, words, carried_out=frozenset(kinds | {*_OWN}))


def classes(plan: Plan) -> list[str]:
    """Classes of callbacks that Keras does not have, as far as they are used."""
    return [_TIME_LIMIT] if any(c.module.kind == "time_limit" for c in callbacks_in(plan)) else []


def _text(each: Acting, plan: Plan, outputs: Sequence[Output]) -> str:
    kind, values = each.module.kind, each.values
    if kind == "time_limit":
        return f"TimeLimit({values['minutes']!r})"
    watching = _watching(each, outputs)
    if kind == "best_weights":
        settings = {**watching, "restore_best_weights": True}
        text = text_of_thing(Thing("callbacks.EarlyStopping", settings), 12)
        gap = "\n    " if "\n" in text else " "
        return text.replace("restore_best", f"patience={NEVER},{gap}restore_best")
    if not each.module.keras:
        return ""
    thing = thing_of(each.module, values, plan.modules)
    settings = {name: value for name, value in thing.settings.items() if name not in _OURS}
    settings = {**_first(kind, values), **settings, **watching}
    if settings.get("separator") == "tab":
        settings["separator"] = "\t"
    return text_of_thing(Thing(thing.path, settings), 12)


_OURS = ("every_epochs", "max_to_keep")


def _first(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What Keras has no default for."""
    if kind == "csv_logger":
        return {"filename": values["filename"]}
    if kind == "model_checkpoint":
        name = "best" if values["save_best_only"] else "epoch-{epoch:04d}"
        return {"filepath": f"checkpoints/{name}.keras"}
    return {}


def _watching(each: Acting, outputs: Sequence[Output]) -> dict[str, Any]:
    """Figure and direction; Keras knows by itself only that of the loss."""
    figure = watched(each.module, each.values)
    if not figure:
        return {}
    name = keras_name(figure, outputs)
    known = {"monitor": name} if name != HELD_BACK + TOTAL else {}
    is_plain = figure.removeprefix(HELD_BACK) == TOTAL and not each.is_higher_better
    return known if is_plain else {**known, "mode": "max" if each.is_higher_better else "min"}


def fit_argument(texts: Sequence[str]) -> list[str]:
    """The lines of `callbacks=`; none without callbacks."""
    if not texts:
        return []
    lines = [f"            {indented(text, ' ' * 12)}," for text in texts]
    return ["        callbacks=[", *lines, "        ],"]
