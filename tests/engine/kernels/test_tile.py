"""How work is cut into tiles that a processor has registers for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.kernels.tile import columns_and_rows, in_pieces


@given(st.integers(1, 500), st.integers(1, 40))
def test_pieces_are_all_of_a_length_and_never_too_long(length: int, most: int) -> None:
    pieces = in_pieces(length, most)
    assert sum(pieces) == length
    assert max(pieces) <= most
    assert pieces == sorted(pieces, reverse=True)
    assert pieces[0] - pieces[-1] <= 1


def test_pieces_are_alike_where_that_can_be() -> None:
    assert in_pieces(32, 14) == [8] * 4
    assert in_pieces(13, 8) == [7, 6]


@pytest.mark.parametrize(("lanes", "registers"), [(8, 16), (16, 32)])
@given(columns=st.integers(1, 300), rows=st.integers(1, 300))
def test_a_tile_fits_the_registers(lanes: int, registers: int, columns: int, rows: int) -> None:
    """Its sums, a row of the other matrix, and the number that this is multiplied by."""
    most_columns, most_rows = columns_and_rows(lanes, columns, rows)
    vectors = most_columns // lanes
    assert min(rows, most_rows) * vectors + vectors + 1 <= registers
    assert most_columns % lanes == 0
    assert most_rows >= 1
