"""A name that a person gives becomes one that Windows, macOS and Linux take for a file's."""

import pytest

from hornstudio.engine.disk.naming import LONGEST, fitting, is_device


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("고양이와 개", "고양이와 개"),
        ("resnet 1.5", "resnet 1.5"),
        ('a:b?c*d"e<f>g|h', "a_b_c_d_e_f_g_h"),
        ("..\\..\\up/and/down", "_.._up_and_down"),
        ("what next?...", "what next_"),
        ("dot.", "dot"),
        (" . ", ""),
        ("con", "_con"),
        ("AUX.v2", "_AUX.v2"),
        ("Com1 .x", "_Com1 .x"),
        ("console", "console"),
        ("a" * 59 + ". b", "a" * 59),
    ],
)
def test_what_a_system_refuses_is_replaced(name: str, fit: str) -> None:
    assert fitting(name) == fit
    assert fitting(fit) == fit


def test_no_letters_make_it_too_long() -> None:
    assert len(fitting("가" * 300).encode()) == 3 * LONGEST


def test_devices_are_known_by_what_stands_before_the_first_dot() -> None:
    assert is_device("nul.tar.gz")
    assert not is_device("null")
