"""A picture of a tile to keep: what is written beside it, and how its file is called."""

import re
from pathlib import PurePath

from msgspec import Struct

from console import clock
from console.viewmodels.tile import Tile

NAME_LIMIT = 40
"""Longest part of a file's name that comes from a camera's id."""


class Facts(Struct, frozen=True):
    """What a picture is of, as it is written into its file; all words in the operator's language.

    ``taken`` is the center's time when the shown frame came, ISO 8601 in its zone.
    """

    camera: str
    place: str
    taken: str
    operator: str
    reason: str
    state: str
    zoom: str = ""

    def lines(self) -> dict[str, str]:
        """Keywords and texts for a PNG file; the first four keywords are those of the PNG standard (11.3.3.2)."""
        said = {
            "Title": " · ".join(part for part in (self.camera, self.place) if part),
            "Author": self.operator,
            "Creation Time": self.taken,
            "Software": "Kuzet",
            "Kuzet Camera": self.camera,
            "Kuzet Place": self.place,
            "Kuzet Reason": self.reason,
            "Kuzet State": self.state,
            "Kuzet Zoom": self.zoom,
        }
        return {keyword: text for keyword, text in said.items() if text}


def facts(tile: Tile, operator: str) -> Facts | None:
    """What a tile's picture is of; None where it has none."""
    if tile.frame is None or tile.picture_time is None:
        return None
    taken = clock.local(tile.picture_time).isoformat(timespec="milliseconds")
    zoom = f"{tile.zoom.factor:.2f}" if tile.zoom.is_on else ""
    return Facts(tile.code, tile.place, taken, operator, tile.reason, str(tile.state), zoom)


def file_name(camera: str, at: float) -> str:
    """``20251122-160322.140 CAM-00012.png``: sorts by time, then by camera; time in the center's zone."""
    tidy = re.sub(r"[^\w.-]+", "_", camera).strip("._")[:NAME_LIMIT] or "camera"
    local = clock.local(at)
    return f"{local:%Y%m%d-%H%M%S}.{local.microsecond // 1000:03d} {tidy}.png"


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, or the same with a number where a file of it is there already."""
    path, number = PurePath(wanted), 1
    while wanted in taken:
        number += 1
        wanted = f"{path.stem} ({number}){path.suffix}"
    return wanted
