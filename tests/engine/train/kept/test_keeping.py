"""What is kept of epochs: weights in memory, and which checkpoints are written."""

import numpy as np

from hornstudio.engine.train.kept.keeping import Keeping


def carry(value: float) -> dict:
    return {
        "weights": {"dense": {"kernel": np.full(3, value)}},
        "state": {"norm": {"mean": np.full(2, value)}},
        "optimizer": {"count": value},
    }


def test_weights_and_state_come_back_and_the_rest_stays() -> None:
    keeping, owner, other = Keeping(None), object(), object()
    assert not keeping.has_kept(owner)
    first = carry(1.0)
    keeping.keep(owner, 3, first, {"loss": 0.5}, in_memory=False)
    keeping.keep(other, 4, carry(2.0), {"loss": 0.25}, in_memory=True)
    first["weights"]["dense"]["kernel"][:] = 9.0  # a step uses it up
    epoch, back, metrics = keeping.restored(owner, carry(5.0))
    assert (epoch, metrics) == (3, {"loss": 0.5})
    assert back["weights"]["dense"]["kernel"].tolist() == [1.0, 1.0, 1.0]
    assert back["state"]["norm"]["mean"].tolist() == [1.0, 1.0]
    assert back["optimizer"] == {"count": 5.0}


def test_a_skipped_checkpoint_is_written_where_the_run_ends_unless_it_must_not() -> None:
    keeping = Keeping(None)
    assert keeping.takes(1, is_last=False)
    keeping.skip(even_at_the_end=False)
    assert not keeping.takes(2, is_last=False)
    assert keeping.takes(3, is_last=False)  # each epoch is asked about anew
    keeping.skip(even_at_the_end=False)
    assert keeping.takes(4, is_last=True)
    keeping.skip(even_at_the_end=True)
    assert not keeping.takes(5, is_last=True)
