"""What support needs to know, as text to paste. In English in every language: it is read by those who mend Kuzet."""

import platform
from collections.abc import Iterator

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from console import language, logs, paths
from console.viewmodels.desk import Desk
from ui import theme

LINES = 80
"""How much of the end of the log goes with it."""


def details(desk: Desk, version: str, center: str) -> str:
    """Versions, screen, how the link stands, what is known, and the end of the log; nothing secret is in any of it."""
    return "\n".join((*_about(desk, version, center), "", *_end_of_log()))


def _about(desk: Desk, version: str, center: str) -> Iterator[str]:
    status = desk.status
    operator = status.operator
    screens = (f"{s.size().width()}x{s.size().height()} at {s.devicePixelRatio():g}" for s in QGuiApplication.screens())
    yield f"Kuzet {version}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    yield f"{QGuiApplication.platformName()}, {', '.join(screens)}, {theme.current().id}, {language.current()}"
    yield f"center {center or '-'}: {status.link_state}, {status.mode} {status.link_reason()}".rstrip()
    yield f"operator {operator.id}, {operator.role}" if operator else "nobody logged in"
    ages = (f"{s.source} {'-' if s.age_s is None else round(s.age_s, 1)}" for s in status.sources())
    yield f"age in s: {', '.join(ages)}; to send {status.queued}; sound {status.sound}"
    yield f"{desk.alarms.known} alarms, {sum(desk.units.by_status().values())} units"


def _end_of_log() -> list[str]:
    file = paths.data() / "log" / logs.FILE
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES:]
    except OSError as error:
        return [f"{file}: {error.strerror}"]
