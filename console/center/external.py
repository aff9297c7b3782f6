"""Cameras whose streams do not come from the center: ``cameras.toml`` in its data folder says where they are.

A center of a city has video servers of its own and gives out their addresses as leases; so can this one, for single
cameras, to try a real device on the demo's wall::

    [C000017]
    main = "rtsp://192.168.1.64/main"
    sub = "rtsp://192.168.1.64/sub"
    user = "viewer"
    password = "..."
    codec = "h265"
    main_size = [2560, 1440]
    sub_size = [640, 360]
    frame_rate = 25
    has_sound = true
    masks = [[[0.0, 0.0], [0.3, 0.0], [0.3, 0.25], [0.0, 0.25]]]

``masks`` are what nobody may see: the corners of each as shares of width and height, from upper left. Consoles draw
them into every picture, whichever stream it is of. All but ``main`` may be left out. The file holds passwords: nobody
but its owner should be able to read it.
"""

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from console.center.openings import External
from console.domain.streams import Codec, PrivacyMask, StreamFacts

FILE = "cameras.toml"

Size = tuple[Annotated[int, Meta(ge=0, le=16_384)], Annotated[int, Meta(ge=0, le=16_384)]]
Address = Annotated[str, Meta(pattern="^(rtsp|rtsps|http|https)://[^@]+$")]
"""An address without credentials: they have fields of their own, and so never get into a log with it."""

Share = Annotated[float, Meta(ge=0, le=1)]
Corners = Annotated[tuple[tuple[Share, Share], ...], Meta(min_length=3, max_length=64)]


class Unreadable(Exception):
    """The file is not as it should be; the text says what is wrong, without any password."""


class _Place(msgspec.Struct, forbid_unknown_fields=True):
    main: Address
    sub: Address | None = None
    user: str = ""
    password: str = ""
    codec: Codec = Codec.H264
    main_size: Size = (0, 0)
    sub_size: Size = (0, 0)
    frame_rate: Annotated[float, Meta(ge=0, le=240)] = 0.0
    has_sound: bool = False
    masks: Annotated[tuple[Corners, ...], Meta(max_length=32)] = ()


def read_external(folder: Path) -> dict[str, External]:
    """The cameras of ``cameras.toml``, by id; none where there is no such file. Raises Unreadable."""
    try:
        told = tomllib.loads((folder / FILE).read_text())
        places = msgspec.convert(told, dict[str, _Place])
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise Unreadable(str(fault)) from fault
    return {camera: _external(place) for camera, place in places.items()}


def _external(place: _Place) -> External:
    return External(
        place.main,
        place.sub or place.main,
        place.user,
        place.password,
        StreamFacts(place.codec, *place.main_size, place.frame_rate),
        StreamFacts(place.codec, *(place.sub_size if place.sub else place.main_size), place.frame_rate),
        place.has_sound,
        tuple(map(PrivacyMask, place.masks)),
    )
