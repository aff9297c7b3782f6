"""What a console needs of its machine, without opening a window: each check is ok or says what to do."""

import asyncio
import ctypes.util
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from console import paths
from console.domain.errors import Refused
from console.language import _
from console.link.errors import LinkError
from console.reasons import against_writing
from console.tasks import Tasks

ALMATY_OFFSET = timedelta(hours=5)
"""UTC+5 since 2024-03-01 (tz database 2024a)."""


class Check(Struct, frozen=True):
    """One answer of the doctor. ``is_needed`` marks what the console cannot run without."""

    name: str
    is_ok: bool
    found: str
    advice: str = ""
    is_needed: bool = False

    def __str__(self) -> str:
        mark = "ok  " if self.is_ok else "FAIL" if self.is_needed else "note"
        line = f"{mark}  {self.name}: {self.found}"
        return f"{line}\n      {self.advice}" if self.advice else line


def checks(center: str) -> Iterator[Check]:
    """Everything that can be looked at without Qt. ``center`` is an address to try, or "" for none."""
    yield from _video()
    yield _pixels()
    yield _secret_store()
    yield _time_zone()
    yield _folders()
    if center:
        yield asyncio.run(_reach(center))


async def _reach(url: str) -> Check:
    from console.link.rest import Rest  # slow to import

    tasks = Tasks()
    try:
        backend = Rest(url, tasks)
        try:
            about = await backend.about()
        finally:
            await backend.close()
            await tasks.close()
    except (LinkError, Refused) as error:
        return Check(
            _("center"), is_ok=False, found=str(error), advice=_("check --center and the network"), is_needed=True
        )
    return Check(_("center"), is_ok=True, found=f"{about.name}, {url}")


def _video() -> Iterator[Check]:
    try:
        import vlc

        version = vlc.libvlc_get_version().decode()
    except (ImportError, OSError, NotImplementedError, NameError, AttributeError, SystemExit):
        yield Check(
            "libvlc",
            is_ok=False,
            found=_("not found; video tiles will stay dark"),
            advice=_("install it: apt-get install libvlc5 vlc-plugin-base"),
        )
        return
    yield Check("libvlc", is_ok=True, found=version)
    has_rtsp = any(plugin for folder in _plugin_folders() for plugin in folder.glob("*/liblive555_plugin.*"))
    yield Check(
        "RTSP",
        is_ok=True,
        found=_("by libvlc itself") if has_rtsp else _("not in this libvlc; RTSP cameras will be fed through PyAV"),
    )


def _pixels() -> Check:
    from console.video import libyuv

    if libyuv.is_there():
        return Check("libyuv", is_ok=True, found=_("pictures are written straight into the window"))
    return Check(
        "libyuv",
        is_ok=False,
        found=_("not found; the video wall takes more of the processor"),
        advice=_("install it: apt-get install libyuv0"),
    )


def _plugin_folders() -> list[Path]:
    named = os.environ.get("VLC_PLUGIN_PATH")
    library = ctypes.util.find_library("vlc") or ""
    near = [Path(library).parent / "plugins"] if "/" in library else []
    usual = [*Path("/usr/lib").glob("*-linux-gnu*/vlc/plugins"), Path("/usr/lib/vlc/plugins")]
    return [p for p in ([Path(named)] if named else []) + near + usual if p.is_dir()]


def _secret_store() -> Check:
    import keyring
    from keyring.backends import fail

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring) or getattr(backend, "priority", 0) <= 0:
        return Check(
            _("secret store"),
            is_ok=False,
            found=_("none; you will log in at each start, nothing is written in plain text"),
            advice=_("for a lasting log in, run a Secret Service such as gnome-keyring or KWallet"),
        )
    return Check(_("secret store"), is_ok=True, found=type(backend).__module__)


def _folders() -> Check:
    """Settings, caches and what must not be lost need a place on the disk."""
    for folder in (paths.config(), paths.cache(), paths.data()):
        if why := against_writing(folder / "kuzet"):
            found = _("{file} cannot be written: {reason}.").format(file=folder, reason=why)
            advice = _("give this user a home that can be written, or name another folder in KUZET_HOME")
            return Check(_("folders"), is_ok=False, found=found, advice=advice)
    return Check(_("folders"), is_ok=True, found=str(paths.data()))


def _time_zone() -> Check:
    offset = datetime(2026, 1, 1, tzinfo=UTC).astimezone(ZoneInfo("Asia/Almaty")).utcoffset()
    if offset == ALMATY_OFFSET:
        return Check(_("time zones"), is_ok=True, found="Asia/Almaty UTC+5")
    return Check(
        _("time zones"),
        is_ok=False,
        found=_("Asia/Almaty is {offset} from UTC here, times would be wrong").format(offset=offset),
        advice=_("update the time zone data to 2024a or newer (package tzdata)"),
        is_needed=True,
    )
