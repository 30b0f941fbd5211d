"""Modules of other packages and of the user: how many there are, and those that cannot be used."""

from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.engine.additions.addition import Broken
from hornstudio.engine.catalog import BUILT_IN, Catalog, catalog
from hornstudio.engine.text import Text


def examine(known: Catalog | None = None) -> Examined:
    """Kinds that were added, and what is wrong with what could not be."""
    known = known or catalog()
    own = {id(module) for family in BUILT_IN for module in family.MODULES}
    added = [m.kind for m in known.modules.values() if id(m) not in own]
    return {"added_modules": ", ".join(added) or Text("none")}, [_finding(b) for b in known.broken]


def _finding(broken: Broken) -> Finding:
    what = Text("{place} cannot be used: {reason}", place=broken.place, reason=broken.reason)
    if broken.content:
        remedy = Text("mend that line of the file; an open window reads it again by itself")
        return Finding(what, remedy)
    return Finding(what, Text("install another version of that package, or remove it"))
