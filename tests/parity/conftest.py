"""Every case compiles both sides anew, so compiling must be quick."""

import pytest


@pytest.fixture(autouse=True)
def compiled_roughly(rough_compiler: None) -> None:
    """All tests of this folder."""
