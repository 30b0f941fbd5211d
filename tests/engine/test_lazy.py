"""JAX, NumPy and psutil by name, imported at first use; and Python modules that answer a call."""

import subprocess
import sys

import pytest

from hornstudio.engine import check
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import CallableModule, Lazy, jnp


def test_nothing_is_imported_until_it_is_used() -> None:
    script = (
        "import sys\n"
        "from hornstudio.engine.lazy import Lazy, jax, jnp, lax, np, optax, psutil\n"
        "probe = Lazy('colorsys')\n"
        "before = {'jax', 'numpy', 'optax', 'psutil', 'colorsys'} & set(sys.modules)\n"
        "probe.hsv_to_rgb\n"
        "print(sorted(before), 'colorsys' in sys.modules, 'jax' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "True", "False"]


def test_lazy_hands_out_the_real_thing() -> None:
    import colorsys

    assert Lazy("colorsys").hsv_to_rgb is colorsys.hsv_to_rgb
    assert repr(jnp) == "Lazy('jax.numpy')"


def test_missing_names_are_missing() -> None:
    with pytest.raises(AttributeError):
        Lazy("colorsys").nothing  # noqa: B018
    with pytest.raises(ModuleNotFoundError):
        Lazy("no_such_module_anywhere").x  # noqa: B018


def test_a_callable_module_is_also_itself() -> None:
    assert isinstance(check, CallableModule)
    assert check(Graph()) == check.check(Graph())
    assert check.Report is type(check(Graph()))
