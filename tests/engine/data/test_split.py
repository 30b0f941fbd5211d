import zlib

import numpy as np
import pytest

from hornstudio.engine.data.split import deal_rows, split_rows


@pytest.mark.parametrize(("count", "share", "kept"), [(100, 0.1, 10), (7, 0.5, 4), (5, 0.0, 0)])
def test_split_is_a_partition_in_file_order(count: int, share: float, kept: int) -> None:
    train, validation = split_rows(count, share, seed=3)
    assert len(validation) == kept
    assert sorted([*train, *validation]) == list(range(count))
    assert list(train) == sorted(train)
    assert list(validation) == sorted(validation)


def test_split_depends_on_the_seed_alone() -> None:
    again = [split_rows(1000, 0.1, seed)[1].tolist() for seed in (0, 0, 1)]
    assert again[0] == again[1]
    assert again[0] != again[2]


def test_split_is_the_documented_one() -> None:
    rows = np.random.default_rng([5, zlib.crc32(b"validation")]).permutation(50)
    assert split_rows(50, 0.2, 5)[1].tolist() == sorted(rows[40:].tolist())


def test_deal_keeps_rows_together() -> None:
    arrays = {"image": np.arange(20).reshape(10, 2), "label": np.arange(10)}
    dealt = deal_rows(arrays, 1)
    assert (dealt["image"][:, 0] == 2 * dealt["label"]).all()
    assert dealt["label"].tolist() != list(range(10))
    assert sorted(dealt["label"]) == list(range(10))
    assert deal_rows(arrays, 2)["label"].tolist() != dealt["label"].tolist()
    assert deal_rows(arrays, 0) is arrays
