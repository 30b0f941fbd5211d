"""What the compiler is told, where it can be told so."""

from pathlib import Path

import jax
import jax.numpy as jnp
import pytest

from hornstudio.engine import train
from hornstudio.engine.compile import options
from hornstudio.engine.compile.options import compiler_options, jitted

X, KERNEL = jnp.ones((4, 13, 13, 32)), jnp.ones((3, 3, 32, 64))


def convolve(x, kernel):
    layout = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(x, kernel, (1, 1), "VALID", dimension_numbers=layout)


@pytest.mark.skipif(jax.default_backend() != "cpu", reason="there is another device")
@pytest.mark.parametrize(
    ("act", "given", "name"),
    [(convolve, (X, KERNEL), "convolution"), (jnp.matmul, (X[0, 0], KERNEL[0, 0]), "dot")],
)
def test_convolutions_and_products_are_left_to_xla(act, given, name):
    program = jitted(act, keep_unused=True).lower(*given).compile().as_text()
    assert "ynn_fusion" not in program
    assert f" {name}(" in program


def test_whatever_looks_into_a_run_is_compiled_as_the_run_is():
    files = Path(train.__file__).parent.rglob("*.py")
    plain = [path.name for path in files if "jax.jit(" in path.read_text(encoding="utf-8")]
    assert plain == ["latest.py"]  # it computes nothing, but copies rows


def test_an_xla_that_knows_no_such_choice_is_told_nothing(monkeypatch):
    jit = jax.jit

    def older(function, compiler_options):
        return jit(function, compiler_options={"xla_unheard_of": 1})

    monkeypatch.setattr(options.jax, "jit", older, raising=False)
    assert compiler_options() is None


def test_a_graphics_card_adds_up_in_one_order_and_other_devices_are_told_nothing(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert compiler_options() == {"xla_gpu_exclude_nondeterministic_ops": True}
    monkeypatch.setattr(jax, "default_backend", lambda: "tpu")
    assert compiler_options() is None
