"""What only Qt can tell of this machine: how it draws, whether it can be heard, with which letters it writes."""

import sys
from collections.abc import Iterator

from PySide6.QtGui import QFontDatabase, QGuiApplication, QRawFont
from PySide6.QtMultimedia import QMediaDevices

from console.doctor import Check
from console.language import _
from ui import display, theme
from ui.map import scheme

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
"""The letters that a font for Russian alone does not have."""


def checks() -> Iterator[Check]:
    """Display, graphics, sound and fonts."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    is_blind = display.is_offscreen()
    found = _("none; the console would run offscreen") if is_blind else QGuiApplication.platformName()
    yield Check(_("display"), is_ok=not is_blind, found=found)
    drawn = _("in software (no graphics processor was found); the web engine runs with --disable-gpu")
    yield Check(
        _("graphics"), is_ok=True, found=drawn if scheme.draws_in_software() else _("by the graphics processor")
    )
    device = QMediaDevices.defaultAudioOutput()
    yield Check(
        _("sound"),
        is_ok=not device.isNull(),
        found=device.description() or _("no sound device; alarms can be seen, not heard"),
        advice=_("connect a sound device and check the system's sound settings") if device.isNull() else "",
    )
    yield _fonts()
    app.quit()


def _fonts() -> Check:
    families = set(QFontDatabase.families())
    family = next((name for name in theme.FONTS if name in families), "")
    font = QRawFont.fromFont(theme.font())
    missing = [letter for letter in KAZAKH if not font.supportsCharacter(ord(letter))]
    if not missing:
        return Check(_("fonts"), is_ok=True, found=family)
    return Check(
        _("fonts"),
        is_ok=False,
        found=_("{family} has no letters {letters}").format(family=family or "?", letters="".join(missing)),
        advice=_("install fonts: apt-get install fonts-inter fonts-dejavu-core"),
    )
