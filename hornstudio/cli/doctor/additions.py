"""Modules of other packages and of the user: how many there are, and those that cannot be used."""

from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.engine.additions.addition import Broken
from hornstudio.engine.catalog import BUILT_IN, Catalog, catalog


def examine(known: Catalog | None = None) -> Examined:
    """Kinds that were added, and what is wrong with what could not be."""
    known = known or catalog()
    own = {id(module) for family in BUILT_IN for module in family.MODULES}
    added = [m.kind for m in known.modules.values() if id(m) not in own]
    return {"added_modules": ", ".join(added) or "none"}, [_finding(b) for b in known.broken]


def _finding(broken: Broken) -> Finding:
    what = f"{broken.place} cannot be used: {broken.reason}"
    if broken.content:
        return Finding(what, "mend that line of the file; an open window reads it again by itself")
    return Finding(what, "install another version of that package, or remove it")
