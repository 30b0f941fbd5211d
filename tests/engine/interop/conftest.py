"""Names that Keras gives by itself begin anew in every test."""

import keras
import pytest


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    keras.utils.clear_session(free_memory=False)
