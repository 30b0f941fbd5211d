"""Writes the reference of all modules, docs/modules/, from the catalog.

usage: python docs/make_reference.py [FOLDER]

The pages say what `hornstudio modules --json` says. A test compares them with the catalog.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hornstudio.cli.facts import describe_module  # noqa: E402
from hornstudio.engine.catalog import BUILT_IN, LEFT_OUT_EVERYWHERE  # noqa: E402

Facts = dict[str, Any]
MARK = "<!-- Made by docs/make_reference.py from the catalog; not to be edited by hand. -->"


def pages() -> dict[str, str]:
    """Text of each page by its file's name."""
    categories: dict[str, list[Facts]] = {}
    for family in BUILT_IN:
        for module in family.MODULES:
            facts = describe_module(module)
            categories.setdefault(facts["category"], []).append(facts)
    made = {f"{name}.md": _page(name, modules) for name, modules in categories.items()}
    return {"README.md": _index(categories), **made}


def _index(categories: dict[str, list[Facts]]) -> str:
    lines = [MARK, "# Modules", "", "Every module that HornStudio has, by category.", ""]
    lines += [
        f"- [{name.capitalize()}]({name}.md): {_kinds(modules)}"
        for name, modules in categories.items()
    ]
    lines += ["", "Params of Keras that no module has, and what stands for them:", ""]
    lines += [f"- `{name}`: {why}" for name, why in LEFT_OUT_EVERYWHERE.items()]
    return "\n".join(lines) + "\n"


def _kinds(modules: list[Facts]) -> str:
    return ", ".join(f"`{module['kind']}`" for module in modules)


def _page(category: str, modules: list[Facts]) -> str:
    parts = [f"{MARK}\n# {category.capitalize()}", *(_module(module) for module in modules)]
    return "\n\n".join(parts) + "\n"


def _module(facts: Facts) -> str:
    return "\n".join(
        [
            f"## {facts['title']}",
            "",
            f"`{facts['kind']}`. {facts['help']}",
            *_maths(facts["maths"]),
            *_ports(facts),
            *_params(facts["params"]),
            *_left_out(facts),
        ]
    )


def _maths(text: str) -> Iterator[str]:
    if text:
        yield from ("", "```text", text, "```")


def _ports(facts: Facts) -> Iterator[str]:
    for side, title in (("inputs", "In"), ("outputs", "Out")):
        if facts[side]:
            yield from ("", f"{title}: {', '.join(_port(port) for port in facts[side])}.")


def _port(port: Facts) -> str:
    flags = [word for word in ("many", "optional") if port.get(word)]
    return f"`{port['name']}`" + (f" ({', '.join(flags)})" if flags else "")


def _params(params: list[Facts]) -> Iterator[str]:
    if not params:
        return
    yield from ("", "| param | default | what it is |", "| --- | --- | --- |")
    for param in params:
        bounds = f" ({param['need']})" if param["need"] else ""
        help_text = f"{param['help']}{bounds}".replace("|", "\\|")
        yield f"| `{param['name']}` | `{_default(param['default'])}` | {help_text} |"


def _default(value: Any) -> str:
    return value if isinstance(value, str) else str(value).replace("[", "(").replace("]", ")")


def _left_out(facts: Facts) -> Iterator[str]:
    if facts["keras"]:
        yield from ("", f"In Keras: `keras.{facts['keras']}`.")
    for name, why in facts["left_out"].items():
        yield f"Without its `{name}`: {why}."


def write(folder: Path) -> None:
    """Write all pages, and take away those of categories that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "modules")
