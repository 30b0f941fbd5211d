"""Losses for sequences whose places are not known: speech against its text."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, optax
from hornstudio.engine.modules.agreement import LOSS, need_sample_weight
from hornstudio.engine.modules.axis import need_float, need_integers
from hornstudio.engine.modules.losses.reduction import reduce
from hornstudio.engine.modules.losses.setting import REDUCTION, WEIGHT, loss_module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def ctc(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Surprise at a text, when the model scores its letters at each step but not where they are.

    loss = -log(sum of the chances of all paths that spell the target); class 0 is the blank, and
    fills up the targets that are shorter. prediction: raw scores. A mask says which steps there
    are. Shapes: prediction [B, T, K], target [B, L] integers, sample_weight [B] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#ctc-class
    """
    target = target.astype(int)
    lengths = jnp.sum(target != 0, axis=-1, keepdims=True)
    is_spare = (jnp.arange(target.shape[1]) >= lengths).astype(prediction.dtype)
    is_over = jnp.zeros(prediction.shape[:2], prediction.dtype)
    if mask is not None:
        is_over = 1.0 - mask.astype(prediction.dtype)
    values = optax.ctc_loss(prediction, is_over, target, is_spare)
    return reduce(values, sample_weight, None, reduction)


def infer_transcript(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[T, K] raw scores against [L] labels, L at most T -> a loss. Raises: ShapeError."""
    need_float(prediction, "prediction")
    if prediction.rank != 2:
        raise ShapeError(
            "prediction is {prediction}; needs a row of scores for each step of a sequence",
            port="prediction",
            prediction=str(prediction),
        )
    if target.rank != 1:
        raise ShapeError(
            "target is {target}; needs a row of labels a sample, filled up with 0",
            port="target",
            target=str(target),
        )
    need_integers(target, "target")
    steps, length = prediction.shape[0], target.shape[0]
    if isinstance(steps, int) and isinstance(length, int) and length > steps:
        raise ShapeError(
            "prediction has {steps} steps for {length} labels; needs at least a step a label",
            port="prediction",
            steps=steps,
            length=length,
        )
    need_sample_weight(weight, ())
    return LOSS


MODULES = (
    loss_module(
        "CTC",
        ctc,
        infer_transcript,
        "For a row of labels without places, such as the text of a recording; label 0 is nothing.",
        "probabilistic_losses/#ctc",
        "CTC",
        (WEIGHT, REDUCTION),
        (
            "connectionist temporal classification",
            "speech recognition",
            "음성 인식",
            "연결주의 시계열 분류",
            "nn.CTCLoss",
            "optax.ctc_loss",
        ),
    ),
)
