"""Modules are imported without a look into their sources.

WORKAROUND(PySide 6.11): of every module that is imported, Qt for Python reads the source to see
whether it uses Qt, because those that do may ask for names in another spelling. None here does,
and to read hundreds of files was a seventh of the time that all imports take. Drop when PySide
reads no sources any more.
"""

import sys

import PySide6  # noqa: F401, brings what is looked for


def leave_sources_unread() -> None:
    """Let it take for granted that a module keeps to Qt's own spelling."""
    support = sys.modules.get("shibokensupport.feature")
    if hasattr(support, "_mod_uses_pyside"):
        setattr(support, "_mod_uses_pyside", lambda module: False)  # noqa: B010, mypy knows no such
