"""What the system lacks is told, or installed, by the names of its packages."""

import os
import sys
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell programs")


def test_reads_what_the_loader_does_not_find(start: ModuleType, monkeypatch) -> None:
    listing = (
        "\tlibEGL.so.1 => not found\n"
        "\tlibm.so.6 => /lib/libm.so.6 (0x00007f)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
    )
    monkeypatch.setattr(start, "quietly", lambda command: (0, listing))
    assert start.not_found("libqxcb.so") == ["libEGL.so.1", "libxcb-cursor.so.0"]


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_knows_the_package_of_a_library(start: ModuleType, library: str, package: str) -> None:
    assert start.package_of(library) == package


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages of Linux")
def test_lacking_libraries_are_told_as_packages(start: ModuleType, monkeypatch) -> None:
    monkeypatch.setattr(start, "lacking_libraries", lambda environment: ["libEGL.so.1"])
    monkeypatch.setattr(start, "can_install_packages", lambda: False)
    monkeypatch.setattr(start, "is_debian", lambda: True)
    with pytest.raises(start.StartError, match=r"sudo apt-get install .*\blibegl1\b"):
        start.provide_libraries({})
    monkeypatch.setattr(start, "is_debian", lambda: False)
    with pytest.raises(start.StartError, match=r"install them: libEGL\.so\.1"):
        start.provide_libraries({})


def test_root_installs_lacking_packages(start: ModuleType, monkeypatch) -> None:
    lacking = [["libEGL.so.1", "libGL.so.1"], []]
    ran: list[str] = []
    monkeypatch.setattr(start, "lacking_libraries", lambda environment: lacking.pop(0))
    monkeypatch.setattr(start, "can_install_packages", lambda: True)
    monkeypatch.setattr(start, "is_debian", lambda: True)

    def quietly(command: list[str]) -> tuple[int, str]:
        ran.append(" ".join(command))
        return 0, ""

    monkeypatch.setattr(start, "quietly", quietly)
    start.provide_libraries({})
    assert "update" in ran[0]
    assert ran[1].startswith("env DEBIAN_FRONTEND=noninteractive apt-get")
    assert ran[1].endswith("libegl1 libgl1")
