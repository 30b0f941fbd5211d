"""The data that data modules ask for: where each lies, or that it has to be fetched."""

from collections.abc import Iterable
from typing import Any

from hornstudio import paths
from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.engine.catalog import catalog
from hornstudio.engine.data.find import SHIPPED, find_file, place_of
from hornstudio.engine.errors import DataError
from hornstudio.engine.module import Module
from hornstudio.engine.text import Text, joined

FOUND, MISSING, DAMAGED = "found", "missing", "damaged"

_FETCHED = Text(
    "it is fetched at the first training; without a network, put it into a folder of "
    "$HORNSTUDIO_DATA, or train with --small-data"
)


def examine() -> Examined:
    """Every data module that needs files, and the folders of $HORNSTUDIO_DATA."""
    facts, findings = {}, []
    for module in catalog().nodes():
        if module.files:
            facts[module.kind], found = look_for(module)
            findings += found
    for folder in paths.data_dirs():
        if not folder.is_dir():
            what = Text("$HORNSTUDIO_DATA names {folder}, which is no folder", folder=str(folder))
            findings.append(Finding(what, Text("make it, or take it out of $HORNSTUDIO_DATA")))
    return {"data": facts, "data_folders": [str(f) for f in paths.data_dirs()]}, findings


def look_for(module: Module) -> tuple[dict[str, Any], list[Finding]]:
    """One data module's files, on this machine only."""
    places = []
    for file in module.files:
        try:
            place = place_of(find_file(file, module, offline=True))
            places.append(Text("ships with HornStudio") if place == SHIPPED else str(place))
        except DataError as error:
            if "is damaged" in str(error):
                remedy = Text("delete the file; it is fetched again when it is needed")
                return {"state": DAMAGED, "place": ""}, [Finding(error.text, remedy)]
            words = "{title} is not on this machine ({path})"
            what = Text(words, title=module.title, path=str(file.path))
            return {"state": MISSING, "place": ""}, [Finding(what, _FETCHED, is_wrong=False)]
    return {"state": FOUND, "place": _listed(places)}, []


def _listed(places: Iterable[str]) -> str:
    """Each once."""
    several = dict.fromkeys(places)
    return joined(several, ", ")
