"""Whether there is a screen to draw on; without one the console runs offscreen."""

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

OFFSCREEN = ("offscreen", "minimal")


def is_offscreen() -> bool:
    """Whether Qt has been told to draw on no screen."""
    return os.environ.get("QT_QPA_PLATFORM", "").startswith(OFFSCREEN)


def choose() -> bool:
    """Look for a display; where there is none, tell Qt to draw offscreen. Whether there is one."""
    if is_offscreen():
        return False
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if _wayland() or _x11(os.environ.get("DISPLAY", "")):
        return True
    os.environ["QT_QPA_PLATFORM"] = OFFSCREEN[0]
    return False


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name).exists()


def _x11(display: str) -> bool:
    """Whether a server answers there; Qt itself would abort the process where none does."""
    host, _, number = display.rpartition(":")
    screen = number.split(".")[0]
    if not screen.isdecimal():
        return False
    if host in ("", "unix"):
        places: list[tuple[int, object]] = [
            (socket.AF_UNIX, f"\0/tmp/.X11-unix/X{screen}"),
            (socket.AF_UNIX, f"/tmp/.X11-unix/X{screen}"),
        ]
    else:
        places = [(socket.AF_INET, (host, 6000 + int(screen)))]
    for family, address in places:
        with suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(2)
            probe.connect(address)  # type: ignore[arg-type]
            return True
    return False
