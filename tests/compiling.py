"""How tests compile: what is made here runs for a moment, so good code costs more than it saves."""

from importlib.metadata import version

_QUICKLY = {
    "xla_backend_optimization_level": 1,
    "xla_cpu_parallel_codegen_split_count": 1,
    "xla_cpu_use_fusion_emitters": False,
}
_OURS = [f"--{name}={str(value).lower()}" for name, value in _QUICKLY.items()]
AS_FOR_USERS = {
    "xla_backend_optimization_level": 3,
    "xla_cpu_parallel_codegen_split_count": 32,
    "xla_cpu_use_fusion_emitters": True,
}
ROUGHLY_COMPILED = (
    "contract/",
    "parity/",
    "engine/codegen/",
    "engine/interop/",
    "engine/modules/",
    "engine/storage/test_templates.py",
    "engine/test_plugin.py",
    "engine/verification/",
)
"""Places below tests/ where even less is done: much is compiled there, and runs once."""
_FIRST_THAT_KNOWS_THEM = (0, 10)
"""A flag that XLA does not know ends the process."""


def flags(chosen: str) -> str:
    """XLA_FLAGS for tests and their children; what a person has chosen is left as it is."""
    known = tuple(int(part) for part in version("jaxlib").split(".")[:2])
    if known < _FIRST_THAT_KNOWS_THEM or any(name in chosen for name in _QUICKLY):
        return chosen
    return " ".join([*chosen.split(), *_OURS])


def without_ours(chosen: str) -> str:
    """The same without what `flags` adds."""
    return " ".join(flag for flag in chosen.split() if flag not in _OURS)
