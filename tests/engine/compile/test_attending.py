"""The kernel of a graphics card's maker: where it is used, and that it gives the same there."""

from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.compile import attending
from hornstudio.engine.compile.attending import attend, attention_kernel, compiles
from hornstudio.engine.compile.options import jitted

HEADS = jnp.ones((2, 8, 4, 16), jnp.bfloat16)
GIVEN = (HEADS, HEADS, HEADS)
SHAPES = (*(((2, 8, 4, 16), "bfloat16"),) * 3, None)


def is_on_a_card() -> bool:
    return jax.default_backend() == "gpu" and compiles(SHAPES, False)


on_a_card = pytest.mark.skipif(not is_on_a_card(), reason="no card with such a kernel")


@pytest.mark.skipif(jax.default_backend() == "gpu", reason="there is a card")
def test_a_processor_has_our_own_and_none_for_short_numbers(monkeypatch):
    assert attention_kernel(0)(*GIVEN, mask=None, is_causal=False) is None
    monkeypatch.setattr(attending.own, "attend", lambda *given, **how: "made")
    assert attention_kernel(0)(*GIVEN, mask=None, is_causal=False) == "made"


@pytest.mark.skipif(jax.default_backend() == "gpu", reason="it compiles there")
def test_what_the_compiler_refuses_is_not_used(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert attention_kernel(0)(*GIVEN, mask=None, is_causal=False) is None


@pytest.mark.parametrize(
    ("error", "is_kept"),
    [
        (RuntimeError("INTERNAL: No execution plans support the graph."), True),
        (RuntimeError("UNIMPLEMENTED: CUDNN_STATUS_NOT_SUPPORTED"), True),
        (NotImplementedError("The head dim must be <= 128 and a multiple of 8, but got 12."), True),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8 bytes"), False),
        (RuntimeError("INTERNAL: CUDNN_STATUS_ALLOC_FAILED"), False),
        (MemoryError(), False),
        (RuntimeError("the machine was asleep"), False),
    ],
)
def test_a_refusal_that_may_pass_is_not_kept(monkeypatch, error, is_kept):
    errors = [error]

    def refused_once(_):
        if errors:
            raise errors.pop()
        return SimpleNamespace(lower=lambda *_: SimpleNamespace(compile=lambda: None))

    monkeypatch.setattr(attending, "_answers", {})
    monkeypatch.setattr(attending, "jitted", refused_once)
    assert not compiles(SHAPES, False)
    assert compiles(SHAPES, False) is not is_kept
    assert compiles(SHAPES, True), "another question"


def test_only_short_numbers_have_one(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.setattr(attending, "compiles", lambda shapes, is_causal: True)
    monkeypatch.setattr(attending, "attend", lambda *given: "made")
    assert attention_kernel(0)(*GIVEN, mask=None, is_causal=False) == "made"
    whole = [x.astype(jnp.float32) for x in GIVEN]
    assert attention_kernel(0)(*whole, mask=None, is_causal=False) is None


def test_each_call_of_a_program_has_a_scale_of_its_own_that_is_the_same_in_float32(monkeypatch):
    told = []
    monkeypatch.setattr(
        jax.nn, "dot_product_attention", lambda *given, scale, **how: told.append(scale)
    )
    for place in range(2000):
        attend(*GIVEN, None, False, place)
    assert len(set(told)) == 2000
    assert {np.float32(scale) for scale in told} == {np.float32(0.25)}


@on_a_card
@pytest.mark.parametrize(("is_causal", "has_mask"), [(False, False), (True, False), (False, True)])
def test_there_it_gives_what_jax_itself_does(is_causal, has_mask):
    rng = np.random.default_rng(0)
    shape = (2, 64, 4, 32)
    given = [jnp.asarray(rng.standard_normal(shape), jnp.bfloat16) for _ in range(4)]
    some = rng.random((2, 1, 64, 64)) < 0.7
    some[0, :, 5] = False  # a query that may look at nothing
    mask = jnp.asarray(some) if has_mask else None

    def with_slopes(run, heads, slopes):
        made, back = jax.vjp(run, *heads)
        return made, *back(slopes)

    def by_kernel(*heads):
        return attention_kernel(1)(*heads, mask=mask, is_causal=is_causal)

    def by_jax(*heads):
        return jax.nn.dot_product_attention(*heads, mask=mask, is_causal=is_causal)

    made = jitted(lambda *given: with_slopes(by_kernel, given[:3], given[3]))(*given)
    whole = [x.astype(jnp.float32) for x in given]
    wanted = jitted(lambda *given: with_slopes(by_jax, given[:3], given[3]))(*whole)
    for one, other in zip(made, wanted, strict=True):
        apart = np.linalg.norm(one.astype(jnp.float32) - other) / np.linalg.norm(other)
        assert apart < 1e-2
