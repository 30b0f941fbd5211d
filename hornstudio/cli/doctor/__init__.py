"""`hornstudio doctor`: what is installed, what works, and what to do where it does not."""

import platform
from typing import Any

from hornstudio import __version__
from hornstudio.cli.doctor import additions, computing, data, folders, packages, screen
from hornstudio.cli.doctor.finding import Finding
from hornstudio.cli.doctor.report import print_report
from hornstudio.cli.outcome import DONE, FAULTY, print_json

PARTS = (packages, additions, computing, folders, screen, data)
"""Each has `examine() -> (facts by title, findings)`."""


def examine(as_json: bool) -> int:
    """Look into everything. Exit code 1 when something is wrong."""
    facts: dict[str, Any] = {
        "hornstudio": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    findings: list[Finding] = []
    for part in PARTS:
        more, found = part.examine()
        facts |= more
        findings += found
    if as_json:
        print_json({**facts, "findings": [finding.as_json() for finding in findings]})
    else:
        print_report(facts, findings)
    return FAULTY if any(finding.is_wrong for finding in findings) else DONE
