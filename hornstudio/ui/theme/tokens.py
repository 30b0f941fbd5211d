"""Every value of the design, read once from `resources/themes/tokens.json`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hornstudio.paths import resource

SCHEMES = ("dark", "light")
_CSS_GENERIC = {"system-ui", "sans-serif", "monospace"}


@dataclass(frozen=True)
class Tokens:
    """Tokens by dotted path, such as `bg.panel` or `node.header`.

    colors: scheme -> path -> `#RRGGBB` or `#RRGGBBAA` (CSS order).
    shares: scheme -> path -> number that belongs to one scheme (percent or 0..1).
    shadows: scheme -> name -> CSS text. numbers: path -> px, ms or a plain number.
    families: `ui`, `mono` -> font families, first choice first.
    """

    colors: Mapping[str, Mapping[str, str]]
    shares: Mapping[str, Mapping[str, float]]
    shadows: Mapping[str, Mapping[str, str]]
    numbers: Mapping[str, float]
    families: Mapping[str, tuple[str, ...]]


@cache
def load() -> Tokens:
    """Read the tokens (once a process)."""
    document = json.loads(resource("themes", "tokens.json").read_text(encoding="utf-8"))
    leaves = {scheme: dict(_leaves(document["color"][scheme])) for scheme in SCHEMES}
    rest = {key: value for key, value in document.items() if key not in ("color", "shadow")}
    families = document["typography"]["family"]
    return Tokens(
        colors={s: {k: v for k, v in leaves[s].items() if isinstance(v, str)} for s in SCHEMES},
        shares={s: {k: v for k, v in leaves[s].items() if not isinstance(v, str)} for s in SCHEMES},
        shadows={scheme: document["shadow"][scheme] for scheme in SCHEMES},
        numbers={k: v for k, v in _leaves(rest) if isinstance(v, int | float)},
        families={k: tuple(f for f in v if f not in _CSS_GENERIC) for k, v in families.items()},
    )


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted path and value of everything that holds nothing else; lists count from 0."""
    if not isinstance(tree, dict | list):
        yield path, tree
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _leaves(value, f"{path}.{key}" if path else str(key))
