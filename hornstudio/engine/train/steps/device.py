"""What a device is called wherever a person reads of it."""

import platform


def device_title(device: object) -> str:
    """`CPU (x86_64)`; for an accelerator its platform and name, `GPU (NVIDIA H100)`."""
    kind, name = getattr(device, "platform", "?"), getattr(device, "device_kind", "")
    detail = platform.machine() if kind == "cpu" else name
    return f"{kind.upper()} ({detail})" if detail else str(kind.upper())
