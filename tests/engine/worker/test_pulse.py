"""A process that computes says every second that it lives."""

import time

from hornstudio.engine.worker.messages import Alive, Message
from hornstudio.engine.worker.pulse import Pulse


class Outlet:
    def __init__(self) -> None:
        self.sent: list[Message] = []

    def send(self, message: Message) -> None:
        self.sent.append(message)


def test_it_beats_until_it_is_stopped() -> None:
    outlet = Outlet()
    pulse = Pulse(outlet, every=0.005)  # type: ignore[arg-type]
    end = time.monotonic() + 10
    while len(outlet.sent) < 3 and time.monotonic() < end:
        time.sleep(0.005)
    pulse.stop()
    count = len(outlet.sent)
    assert count >= 3
    assert all(isinstance(message, Alive) for message in outlet.sent)
    time.sleep(0.03)
    assert len(outlet.sent) == count
