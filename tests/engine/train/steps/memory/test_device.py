"""How much memory of a device is taken and free."""

import os

from hornstudio.engine.train.steps.memory.device import free_bytes, memory_in_use, share_device


def test_memory_in_use_is_that_of_the_device_or_of_this_process() -> None:
    class Card:
        platform = "gpu"

        def memory_stats(self) -> dict[str, int]:
            return {"bytes_in_use": 77}

    class Processor:
        platform = "cpu"

    assert memory_in_use(Card()) == 77
    assert memory_in_use(Processor()) > 1 << 20


def test_free_memory_is_known_here() -> None:
    assert free_bytes() > 1 << 20


def test_memory_of_a_device_is_shared_unless_the_person_chose_otherwise(monkeypatch) -> None:
    name = "XLA_PYTHON_CLIENT_PREALLOCATE"
    monkeypatch.setenv(name, "true")
    share_device()
    assert os.environ[name] == "true"
    monkeypatch.delenv(name)
    share_device()
    assert os.environ[name] == "false"
