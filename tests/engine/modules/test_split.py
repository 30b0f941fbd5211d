import zlib

import numpy as np
import pytest

from hornstudio.engine.modules.split import deal_rows, hold_back, split_rows


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


def test_what_is_held_back_is_a_share_or_the_data_s_own() -> None:
    arrays = {"x": np.arange(10), "y": np.arange(10) * 2}
    rows, kept = split_rows(10, 0.3, seed=2)
    train, validation = hold_back(arrays, {}, 0.3, 2)
    assert train["x"].tolist() == rows.tolist()
    assert validation["y"].tolist() == (2 * kept).tolist()
    own = {"x": np.ones(1), "y": np.ones(1)}
    assert hold_back(arrays, own, 0.3, 2) == (arrays, own)
    assert hold_back(arrays, {}, 0.0, 2)[1] == {}
    assert deal_rows({}, 3) == {}
