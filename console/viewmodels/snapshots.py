"""A picture of a tile to keep: in which pixels, what is written beside it, and how its file is called.

A tile is decoded in the pixels it is shown in, which on a full wall are too few to know a face. What is kept is the
recorded frame of the same moment as the camera made it, where the center has one.
"""

import asyncio
import re
from pathlib import PurePath

from msgspec import Struct

from console import clock
from console.domain.errors import Refused
from console.domain.playing import Pixels
from console.domain.protocol import Mode, Opening, Quality
from console.viewmodels import words
from console.viewmodels.tile import Tile
from console.viewmodels.tile_archive import Footage, decoded

NAME_LIMIT = 40
"""Longest part of a file's name that comes from a camera's id."""

ASKED_FOR_S = 4.0
"""So long a frame of the record is waited for."""

SAME_MOMENT_S = 1.0
"""A frame that was taken further from the moment asked for is another picture."""

QUALITIES: tuple[Quality, ...] = ("main", "sub")


class Shot(Struct, frozen=True):
    """A whole picture, masks drawn in, and when it was taken (Unix seconds)."""

    frame: Pixels
    time: float


class Facts(Struct, frozen=True):
    """What a picture is of, as it is written into its file; all words in the operator's language.

    ``mode`` is that of the center where it is not live: a picture of an exercise must never pass for a real one.
    """

    camera: str
    place: str
    operator: str
    reason: str
    state: str
    zoom: str = ""
    mode: Mode = Mode.LIVE

    def lines(self, kept: Shot) -> dict[str, str]:
        """Keywords and texts for a PNG file; the first four keywords are those of the PNG standard (11.3.3.2)."""
        said = {
            "Title": " · ".join(part for part in (self.camera, self.place) if part),
            "Author": self.operator,
            "Creation Time": clock.local(kept.time).isoformat(timespec="milliseconds"),
            "Software": "Kuzet",
            "Kuzet Camera": self.camera,
            "Kuzet Place": self.place,
            "Kuzet Reason": self.reason,
            "Kuzet State": self.state,
            "Kuzet Zoom": self.zoom,
            "Kuzet Size": f"{kept.frame.width}x{kept.frame.height}",
            "Kuzet Mode": "" if self.mode is Mode.LIVE else words.word(self.mode),
        }
        return {keyword: text for keyword, text in said.items() if text}


def shot(tile: Tile) -> Shot | None:
    """What a tile shows, a copy that stays; None where it has no picture."""
    frame, time = tile.frame, tile.picture_time
    if frame is None or time is None:
        return None
    return Shot(frame.pixels().copied(), time)


def wants_more(tile: Tile) -> bool:
    """Whether the center may have its picture in more pixels than the tile is decoded in."""
    opening, frame = tile.opening, tile.frame
    if opening is None or frame is None or not opening.frame:
        return False
    widest = max(opening.main_facts.width, opening.sub_facts.width)
    return not widest or frame.width < widest


async def in_full(footage: Footage, opening: Opening, own: Shot) -> Shot:
    """The recorded frame of the same moment in all of its pixels; ``own`` where none can be had in time."""
    for quality in QUALITIES:
        try:
            jpeg, taken = await asyncio.wait_for(footage.still(opening, own.time, quality, 0), ASKED_FOR_S)
        except (Refused, OSError):  # TimeoutError is one
            continue
        found = decoded(jpeg, opening.masks)
        if found is not None and abs(taken - own.time) <= SAME_MOMENT_S and found.width > own.frame.width:
            return Shot(found, taken)
    return own


def facts(tile: Tile, operator: str, mode: Mode) -> Facts:
    """What a picture of a tile is of, at this moment."""
    zoom = f"{tile.zoom.factor:.2f}" if tile.zoom.is_on else ""
    return Facts(tile.code, tile.place, operator, tile.reason, str(tile.state), zoom, mode)


def file_name(camera: str, at: float, mode: Mode = Mode.LIVE) -> str:
    """``20251122-160322.140 CAM-00012.png``: sorts by time, then by camera; time in the center's zone.

    Of what is not live the mode stands in the name.
    """
    tidy = re.sub(r"[^\w.-]+", "_", camera).strip("._")[:NAME_LIMIT] or "camera"
    local = clock.local(at)
    marked = "" if mode is Mode.LIVE else f" {mode.value.upper()}"
    return f"{local:%Y%m%d-%H%M%S}.{local.microsecond // 1000:03d} {tidy}{marked}.png"


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, or the same with a number where a file of it is there already."""
    path, number = PurePath(wanted), 1
    while wanted in taken:
        number += 1
        wanted = f"{path.stem} ({number}){path.suffix}"
    return wanted
