"""What an operator has chosen, typed; one JSON file, written whole or not at all.

A file that cannot be read, or holds what is not understood, is set aside (never overwritten) and what is good in it is
used; ``Trouble`` says what was wrong, for the caller to put into words, since this module knows no language.
"""

import contextlib
import os
import threading
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from console import paths
from console.domain.alarm_filter import AlarmFilter, Grouping
from console.domain.alarms import Priority
from console.domain.session import Role

FILE = "settings.json"
Volume = Annotated[int, Meta(ge=0, le=100)]
Language = Annotated[str, Meta(pattern="^(ru|kk|en|)$")]
Theme = Annotated[str, Meta(pattern="^(dark|light|high_contrast)$")]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
VideoEngine = Annotated[str, Meta(pattern="^(libvlc|own)$")]
LogLevel = Annotated[str, Meta(pattern="^(DEBUG|INFO|WARNING|ERROR)$")]


class MapView(Struct):
    """Where the map looks: centre in degrees (WGS84) and zoom level."""

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-85, le=85)]
    zoom: Annotated[int, Meta(ge=0, le=22)]


class Bookmark(Struct):
    """A view of the map by name, with the layers that are shown there."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    view: MapView
    layers: list[str] = []


class HotSpots(Struct):
    """Which offences the layer of hot spots counts: all kinds but these, at these hours (see ``Choice``), of last days.

    What is left out is kept, so that a kind which comes with another version is counted.
    """

    without: list[str] = []
    hours: tuple[Annotated[int, Meta(ge=0, le=24)], Annotated[int, Meta(ge=0, le=24)]] = (0, 24)
    days: Annotated[int, Meta(ge=1, le=366)] = 90


class Tiles(Struct):
    """A video wall: id of its layout, and the cameras by tile ("" for an empty one).

    ``cells`` are those of a layout of the operator's own (left, top, right, bottom; see ``viewmodels.layouts``),
    ``pins`` the numbers of pinned tiles from 0.
    """

    layout: str = ""
    cameras: list[str] = []
    cells: list[tuple[int, int, int, int]] = []
    pins: list[int] = []


class NamedLayout(Struct):
    """A wall as it was when the operator named it."""

    name: Name
    tiles: Tiles


class WallWindow(Struct):
    """A wall in a window of its own; ``geometry`` is Qt's own bytes."""

    tiles: Tiles = field(default_factory=Tiles)
    geometry: bytes = b""


class Ear(Struct):
    """Whether an operator wants to hear the focused tile's camera, and how loud."""

    is_on: bool = False
    volume: Volume = 70


class Tour(Struct):
    """Cameras that are shown one after the other, each for ``dwell_s`` seconds."""

    name: Name
    cameras: list[str]
    dwell_s: Annotated[float, Meta(ge=2, le=3600)] = 10.0


class QueueView(Struct):
    """A view of the alarm queue by name: what it shows, and by what its rows are gathered."""

    name: Name
    filter: AlarmFilter = field(default_factory=AlarmFilter)
    grouping: Grouping = Grouping.NONE


class Nagging(Struct):
    """How an unacknowledged P1 asks again, seconds: ``every_s``, and after it was silenced ``silenced_s``."""

    every_s: Annotated[float, Meta(ge=5, le=120)] = 12.0
    silenced_s: Annotated[float, Meta(ge=15, le=600)] = 60.0


class Touring(Struct):
    """A tour at play: its name, on which wall (0 is the main window's) in which tiles, and how far it has come.

    ``at`` is the number of the camera that was shown last, ``left_s`` how long it still stands.
    """

    tour: Name
    wall: Annotated[int, Meta(ge=0)]
    tiles: list[Annotated[int, Meta(ge=0)]]
    at: Annotated[int, Meta(ge=-1)] = -1
    left_s: Annotated[float, Meta(ge=0, le=3600)] = 0.0
    is_held: bool = False


class Settings(Struct):
    """All settings; what is not in the file has the value here.

    ``language`` "" is the system's. ``window_geometry`` and ``window_state`` are Qt's own bytes (base64 in the file).
    ``map_view`` None is the whole city. ``map_base`` is the id of what lies under the map, ``map_archives`` the paths
    of tile archives that were added, ``map_server`` the address of a tile server (with ``{z}``, ``{x}``, ``{y}``).
    ``bookmarks`` are views of the map that the operator has named, the first nine have a key.
    ``columns`` are widths in pixels by table name, ``layers`` visibility by layer name; ``map_hidden`` are the marks
    that the map's filter hides, ``map_district`` the only district whose standing things it shows ("" for all),
    ``hot_spots`` the offences that its layer counts.
    ``tiles`` is the wall in the main window, ``walls`` are those in windows of their own, ``layouts`` and ``tours``
    what the operator has named, ``touring`` the tours that played last, ``pictures`` is the folder that pictures of
    tiles are saved in ("": the user's own). ``ears`` are by operator's id. ``keys`` are the sequences that replace a
    command's own. ``volume`` is per cent by priority (``P1`` … ``P4``). ``queue_views`` are views of the alarm queue
    that were named, ``alarm_card`` whether the
    card of the chosen alarm is open, ``alarm_surroundings`` whether the small map in it is (None: where there is room),
    ``gathers_flood`` whether a flood is gathered by cause, ``speaks`` whether new alarms are said aloud.
    """

    center: str = ""
    language: Language = ""
    theme: Theme = "dark"
    user: str = ""
    role: Role | None = None
    volume: dict[str, Volume] = field(
        default_factory=lambda: {p.name: v for p, v in zip(Priority, (100, 80, 60, 40), strict=True)}
    )
    is_muted: bool = False
    nagging: Nagging = field(default_factory=Nagging)
    queue_views: list[QueueView] = []
    alarm_card: bool = True
    alarm_surroundings: bool | None = None
    gathers_flood: bool = True
    speaks: bool = False
    video_engine: VideoEngine = "own"
    """Who decodes live streams: "own" all that the console can read by itself, "libvlc" all that it can."""
    window_geometry: bytes = b""
    window_state: bytes = b""
    columns: dict[str, list[int]] = {}
    map_view: MapView | None = None
    bookmarks: list[Bookmark] = []
    layers: dict[str, bool] = {}
    map_hidden: list[str] = []
    hot_spots: HotSpots = field(default_factory=HotSpots)
    map_district: Annotated[str, Meta(pattern="^[0-9]{0,9}$")] = ""
    map_base: str = "schematic"
    map_archives: list[str] = []
    map_server: str = ""
    tiles: Tiles = field(default_factory=Tiles)
    walls: list[WallWindow] = []
    layouts: list[NamedLayout] = []
    tours: list[Tour] = []
    touring: list[Touring] = []
    pictures: str = ""
    ears: dict[str, Ear] = {}
    keys: dict[str, list[str]] = {}
    log_level: LogLevel = "INFO"


class Trouble(Struct, frozen=True):
    """What was wrong with the file: ``unknown`` and ``invalid`` name fields; ``is_damaged``: it was no settings at all.

    ``kept_as`` is where the file as it was lies now.
    """

    kept_as: Path
    is_damaged: bool = False
    unknown: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


def load(path: Path | None = None) -> tuple[Settings, Trouble | None]:
    """The settings in ``path`` (default: the user's), and what was wrong with them.

    Raises OSError where the file is there but cannot be opened, or cannot be set aside.
    """
    path = path or paths.config() / FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(), None
    try:
        found = msgspec.json.decode(raw, type=dict[str, Any])
    except msgspec.DecodeError:
        return Settings(), Trouble(paths.set_aside(path), is_damaged=True)
    settings, unknown, invalid = _taken(found)
    if not unknown and not invalid:
        return settings, None
    trouble = Trouble(paths.set_aside(path), unknown=unknown, invalid=invalid)
    save(settings, path)
    return settings, trouble


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings; after a crash the file is the old one or the new one. Raises OSError where it cannot."""
    path = path or paths.config() / FILE
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    try:
        with part.open("wb") as file:
            file.write(text + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _taken(found: dict[str, Any]) -> tuple[Settings, tuple[str, ...], tuple[str, ...]]:
    """Settings from all good fields; the names of those not known, and of those that are not what they should be."""
    settings = Settings()
    fields = {f.name: f.type for f in msgspec.structs.fields(Settings)}
    invalid = []
    for name in found.keys() & fields.keys():
        try:
            setattr(settings, name, msgspec.convert(found[name], fields[name], strict=True))
        except msgspec.ValidationError:
            invalid.append(name)
    return settings, tuple(sorted(found.keys() - fields.keys())), tuple(sorted(invalid))
