"""Training settings that a target has no plain way for are told of, never dropped."""

from dataclasses import replace

import pytest

from hornstudio.engine.codegen.flax.script import export_flax
from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.codegen.keras.script import export_keras
from tests.engine import sample_graph

EXPORTS = {"jax": export_jax, "flax": export_flax, "keras": export_keras}
SET = {
    "precision": "mixed_bfloat16",
    "devices": "all",
    "gradient_accumulation": 4,
    "rematerialize": True,
}
DONE = {
    "devices": {"keras": "keras.distribution.DataParallel("},
    "precision": {"keras": 'keras.config.set_dtype_policy("mixed_bfloat16")'},
    "gradient_accumulation": {
        "jax": "batch_size * GRADIENT_ACCUMULATION",
        "flax": "optax.MultiSteps(make_optimizer(), GRADIENT_ACCUMULATION)",
        "keras": "gradient_accumulation_steps=4",
    },
    "rematerialize": {"keras": 'keras.RematScope(mode="full")'},
}


@pytest.mark.parametrize("target", EXPORTS)
@pytest.mark.parametrize("setting", SET)
def test_a_script_does_as_a_setting_says_or_tells_that_it_does_not(
    target: str, setting: str
) -> None:
    plain = sample_graph.mlp()
    graph = replace(plain, training=replace(plain.training, **{setting: SET[setting]}))
    text = EXPORTS[target](graph)
    heading = text.split('"""')[1]
    done = DONE[setting].get(target, "")
    assert done in text
    assert done or f"\n{setting}: " in heading
    unset = EXPORTS[target](plain)
    assert setting not in unset.split('"""')[1]
    assert not done or done not in unset
    compile(text, "script.py", "exec")
