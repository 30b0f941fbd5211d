"""What a script does otherwise than the graph's training settings say, in words of its heading."""

import textwrap

from hornstudio.engine.graph import Training
from hornstudio.engine.training_settings import STEP_PARAMS

_WIDTH = 96
_CARRIED = (
    "gradient_accumulation: where the batches of an epoch cannot be shared out evenly, the last "
    "update waits for those of the next epoch."
)
_KEPT = "rematerialize: this script keeps what layers give; only its need of memory is another."
_LONG = "precision: this script computes with float32 throughout; figures differ a little."
_ALONE = "devices: this script computes on one device; figures are the same."
_REMARKS = {
    "devices": {"jax": _ALONE, "flax": _ALONE},
    "precision": {"jax": _LONG, "flax": _LONG},
    "gradient_accumulation": {"keras": _CARRIED, "flax": _CARRIED},
    "rematerialize": {"jax": _KEPT, "flax": _KEPT},
}


def remarks(training: Training, target: str) -> str:
    """A paragraph for each setting that a script of the target carries out in another way."""
    told = [
        _REMARKS.get(param.name, {}).get(target, "")
        for param in STEP_PARAMS
        if getattr(training, param.name) != param.default
    ]
    return "".join(f"\n{textwrap.fill(words, _WIDTH)}\n" for words in told if words)
