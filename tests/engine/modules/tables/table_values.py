"""Settings of a table module, checked and complete."""

from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.params import Values, complete


def values(path: Path | str, **given: Any) -> Values:
    """Of the table of this path, with these settings and all others as they are at first."""
    return complete(TABLE.params, {"path": str(path)} | given, catalog().find)
