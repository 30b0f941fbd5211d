"""Losses between distributions: of shares that sum to 1, and of counts."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.agreement import infer_regression, need_several
from hornstudio.engine.modules.losses.reduction import align, reduce
from hornstudio.engine.modules.losses.setting import REDUCTION, WEIGHT, loss_module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def kl_divergence(prediction, target, sample_weight=None, *, mask=None, reduction):
    """How much one distribution tells that the other does not.

    loss = sum(target * log(target / prediction)), both kept between 1e-7 and 1.
    Shapes: prediction [B, ..., K], target the same -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
    """
    target, prediction = align(target, prediction, mask)
    target, prediction = jnp.clip(target, 1e-7, 1.0), jnp.clip(prediction, 1e-7, 1.0)
    values = jnp.sum(target * jnp.log(target / prediction), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def poisson(prediction, target, sample_weight=None, *, mask=None, reduction):
    """Surprise at a count, when the model says how many are to be expected.

    loss = mean(prediction - target * log(prediction + 1e-7)).
    Shapes: prediction [B, ..., K], target the same, [B] meeting [B, 1] -> [].
    Source: https://keras.io/api/losses/probabilistic_losses/#poisson-class
    """
    target, prediction = align(target, prediction, mask)
    values = jnp.mean(prediction - target * jnp.log(prediction + 1e-7), axis=-1)
    return reduce(values, sample_weight, mask, reduction)


def infer_shares(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[..., K] against [..., K], K at least 2 -> a loss. Raises: ShapeError."""
    need_several(prediction, "mean_squared_error")
    return infer_regression(p, prediction, target, weight)


MODULES = (
    loss_module(
        "KL divergence",
        kl_divergence,
        infer_shares,
        "For shares that sum to 1: small when the predicted shares are those of the target.",
        "probabilistic_losses/#kldivergence",
        "KLDivergence",
        (WEIGHT, REDUCTION),
        (
            "kullback leibler",
            "relative entropy",
            "distillation",
            "쿨백 라이블러 발산",
            "KL 발산",
            "nn.KLDivLoss",
            "optax.kl_divergence",
        ),
    ),
    loss_module(
        "Poisson",
        poisson,
        infer_regression,
        "For counts of what happens: compares them with how many were expected, above 0.",
        "probabilistic_losses/#poisson",
        "Poisson",
        (WEIGHT, REDUCTION),
        (
            "count regression",
            "poisson nll",
            "푸아송 손실",
            "횟수 예측",
            "nn.PoissonNLLLoss",
            "optax.poisson_nll_loss",
        ),
    ),
)
