"""Both ways through sequences make what NumPy makes, and touch no memory but their own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.machine_code import Processor
from hornstudio.engine.kernels.recurrent.sequence import Sequence
from tests.engine.kernels.guarded import needs_kernels, processors
from tests.engine.kernels.recurrent.steps import Ways, expected, sequences

pytestmark = needs_kernels
each_width = pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")


def check(ways: Ways, samples: int) -> None:
    found = ways.run(samples)
    wanted = expected(ways.sequence, ways.arrays)
    assert found.keys() - wanted.keys() == {"kept"}
    for name, array in wanted.items():
        if name in found:
            np.testing.assert_allclose(found[name], array, rtol=1e-4, atol=2e-5, err_msg=name)


@each_width
def test_any_sequence_makes_what_numpy_makes(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(sequences(), st.sampled_from([(1, 1), (7, 1), (5, 3), (2, 4), (19, 2)]), st.data())
    def compare(sequence: Sequence, shared: tuple[int, int], data: st.DataObject) -> None:
        at_end, is_for_inputs = data.draw(st.tuples(st.booleans(), st.booleans()))
        samples, parts = shared
        check(Ways(sequence, processor, parts, at_end, is_for_inputs), samples)

    compare()


@each_width
@pytest.mark.parametrize("kind", ["lstm", "gru", "simple_rnn"])
def test_many_samples_and_steps_in_blocks(processor: Processor, kind: str) -> None:
    """More rows than a block, whose last is smaller; as many samples as no tile has rows."""
    sequence = Sequence(kind, 13, 33, 24, is_masked=True, is_reversed=True, has_outputs=True)
    for samples, parts in ((23, 2), (150, 1)):
        check(Ways(sequence, processor, parts), samples)


@each_width
def test_all_but_the_weights_slopes_has_the_same_bits_in_any_parts(processor: Processor) -> None:
    sequence = Sequence("lstm", 6, 9, 20, is_masked=False, is_reversed=False, has_outputs=True)
    one, three = (Ways(sequence, processor, parts).run(17) for parts in (1, 3))
    for name in one.keys() - {"slope_weights"}:
        np.testing.assert_array_equal(one[name], three[name], err_msg=name)


def test_what_is_not_kept_is_the_same() -> None:
    sequence = Sequence("gru", 6, 9, 20, is_masked=True, is_reversed=False, has_outputs=True)
    ways = Ways(sequence, processors()[0])
    kept, seen = ways.run(5), ways.seen(5)
    assert kept.keys() - seen.keys() >= {"kept"}
    for name, array in seen.items():
        np.testing.assert_array_equal(array, kept[name])
