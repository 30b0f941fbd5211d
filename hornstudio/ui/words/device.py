"""What a training computes on, as it is called."""

from typing import TYPE_CHECKING

from hornstudio.engine.graph import Training
from hornstudio.engine.training_settings import share_of_devices

if TYPE_CHECKING:
    from hornstudio.engine.worker.messages import Ready


def device_text(greeting: "Ready", training: Training) -> str:
    """`CPU (x86_64)`, or `8 × CPU (x86_64)` where a training with these settings has all eight."""
    count, _ = share_of_devices(training, len(greeting.devices))
    return greeting.device if count == 1 else f"{count} × {greeting.device}"
