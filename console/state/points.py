"""Everything that stands in the city as columns of numbers in Morton order: what lies in a box is found at once.

150,000 structs are good to look one up, far too slow to look at all of them; numpy columns are the other way round.
The map cuts its tiles from these columns, and the nearest camera or button is searched in them. Positions are Web
Mercator world coordinates (EPSG:3857 scaled to 0..1, y southwards), the coordinates of map tiles.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.cameras import Camera, CameraOwner, Integration
from console.domain.devices import Health
from console.domain.geo import METRES_PER_DEGREE_LAT, distance_m, metres_per_degree_lon
from console.domain.lighting import LightingSegment
from console.domain.mercator import to_degrees, to_world
from console.domain.registry import Registry
from console.domain.sites import PanicButton, ServiceCenter, Site, SiteKind
from console.kept import kept
from console.state.names import KeptNames, Names

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Placed = TypeVar("Placed", Camera, PanicButton, Site, ServiceCenter)
Plain = TypeVar("Plain", PanicButton, ServiceCenter)
Column = Sequence[int] | NDArray[np.integer[Any]]

FARTHEST_M = 1000
"""Longest sight and longest segment that the map draws."""

MERCATOR_END = 85.05
"""Farthest latitude of the map, degrees (Web Mercator ends where it is as high as wide)."""

BITS = 26
"""Bits of each coordinate in a Morton key: cells of 0.6 m on the equator."""

EDGE = 2.0**-BITS
"""What is added to a box that shall hold its east and south edge."""


class Layer(StrEnum):
    """What is drawn and counted together."""

    CAMERAS = "cameras"
    PLANNED = "planned"
    BUTTONS = "buttons"
    LIGHTING = "lighting"
    SITES = "sites"
    CENTERS = "centers"


class State(IntEnum):
    """How a point is, as far as the map tells points apart; each layer uses some of them."""

    OK = 0
    """Integrated, lit, in order."""
    DEGRADED = 1
    """Degraded or tampered with; of a site: one of its systems is not in order."""
    OFFLINE = 2
    """Offline; of a lighting segment: dark by fault."""
    ABSENT = 3
    """Not integrated; of a lighting segment: no lamps stand there yet."""


STATE_OF: dict[Health, State] = {
    Health.OK: State.OK,
    Health.DEGRADED: State.DEGRADED,
    Health.TAMPERED: State.DEGRADED,
    Health.OFFLINE: State.OFFLINE,
    Health.OUTAGE: State.OFFLINE,
}

SITE_KINDS = tuple(SiteKind)
"""The ``kind`` column of sites is an index into this."""

OWNERS = tuple(CameraOwner)
"""The ``owner`` column of cameras is an index into this."""


def _spread(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The bits of 32-bit numbers moved apart, a zero between each two."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def morton(x: Floats, y: Floats) -> NDArray[np.uint64]:
    """Morton keys of world coordinates: the points of a map tile are one run of the sorted keys."""
    last = 2**BITS - 1
    column = np.clip(x * 2**BITS, 0, last).astype(np.uint64)
    row = np.clip(y * 2**BITS, 0, last).astype(np.uint64)
    return _spread(column) | (_spread(row) << np.uint64(1))


_KEPT = {
    "keys": np.uint64,
    "x": np.float64,
    "y": np.float64,
    "kind": np.uint8,
    "heading": np.uint16,
    "angle": np.uint16,
    "reach": np.uint16,
    "base": np.uint8,
    "owner": np.uint8,
    "district": np.uint8,
}


_WRITTEN_BY = (Path(__file__), Path(__file__).with_name("names.py"))
"""What says how a cache file is written; another text of theirs means another file."""

_WHOLE = b"points"
"""Last bytes of a cache file that was written to its end."""


class KeptPoints(Struct, frozen=True):
    """Points of a layer as they lie in the cache: little-endian columns in Morton order."""

    ids: KeptNames
    parts: dict[str, int]
    columns: dict[str, bytes]
    districts: tuple[str, ...] = ()


class Points:
    """The points of one layer, row by row in Morton order.

    Columns: ``x``, ``y`` world coordinates; ``state`` (``State``); ``kind`` (sites: index into ``SITE_KINDS``);
    ``owner`` (cameras: index into ``OWNERS``); ``district`` (index into ``districts``, KATO codes); ``heading`` degrees
    clockwise from north; ``angle`` degrees of view; ``reach`` metres (lighting: length of the segment, which lies along
    ``heading``). ``devices`` are parts of a point that can fail, each with its point.
    """

    def __init__(
        self,
        ids: Sequence[str],
        lon: Sequence[float] | Floats,
        lat: Sequence[float] | Floats,
        *,
        base: Column | None = None,
        kind: Column | None = None,
        heading: Column | None = None,
        angle: Column | None = None,
        reach: Column | None = None,
        owner: Column | None = None,
        districts: Sequence[str] = (),
        devices: Mapping[str, int] | None = None,
    ) -> None:
        count = len(ids)
        x, y = to_world(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        keys = morton(x, y)
        order = np.argsort(keys, kind="stable")

        def column(values: Column | None, dtype: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
            return np.zeros(count, dtype) if values is None else np.asarray(values, dtype)[order]

        self.keys = keys[order]
        self.x, self.y = x[order], y[order]
        self.ids = Names.of(map(ids.__getitem__, order.tolist()))
        self.kind = column(kind, np.uint8)
        self.heading = column(heading, np.uint16)
        self.angle = column(angle, np.uint16)
        self.reach = column(reach, np.uint16)
        self.base = column(base, np.uint8)
        self.owner = column(owner, np.uint8)
        self.districts = tuple(sorted(set(districts)))
        number = dict(zip(self.districts, range(len(self.districts)), strict=True))
        self.district = column([number[code] for code in districts] or None, np.uint8)
        moved = np.empty(count, np.intp)
        moved[order] = np.arange(count)
        self._parts = {device: int(moved[row]) for device, row in (devices or {}).items()}
        self._begin()

    def _begin(self) -> None:
        """What is not kept: that nothing is known to ail."""
        self.state = self.base.copy()
        self._ailing: dict[str, State] = {}
        self._ailing_parts: dict[int, set[str]] = {}

    def kept(self) -> "KeptPoints":
        """The sorted columns as bytes, before any state of a device."""
        columns = {name: getattr(self, name).tobytes() for name in _KEPT}
        return KeptPoints(self.ids.kept, self._parts, columns, self.districts)

    @classmethod
    def of_kept(cls, kept: "KeptPoints") -> "Points":
        """The points again, without sorting. Raises ValueError where the columns do not fit each other."""
        points = cls.__new__(cls)
        points.ids = Names(kept.ids)
        points._parts, points.districts = kept.parts, kept.districts
        for name, dtype in _KEPT.items():
            column = np.frombuffer(kept.columns[name], dtype)
            if len(column) != len(points.ids):
                raise ValueError(name)
            setattr(points, name, column)
        points._begin()
        return points

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, point: str) -> int | None:
        """The row of a point by id."""
        return self.ids.row_of(point)

    def position(self, row: int) -> tuple[float, float]:
        """Longitude and latitude of a row."""
        lon, lat = to_degrees(float(self.x[row]), float(self.y[row]))
        return lon, float(lat)

    def counts(self) -> list[int]:
        """How many points are in each ``State``."""
        return [int(n) for n in np.bincount(self.state, minlength=len(State))]

    def box(self, west: float, north: float, east: float, south: float) -> Rows:
        """Rows within a box of world coordinates (its west and north edge included), in Morton order."""
        found = np.concatenate([np.arange(first, last) for first, last in self._runs(west, north, east, south)])
        x, y = self.x[found], self.y[found]
        inside: Rows = found[(x >= west) & (x < east) & (y >= north) & (y < south)]
        return inside

    def near(self, lon: float, lat: float, radius_m: float) -> list[tuple[float, int]]:
        """Distance in metres and row of the points within ``radius_m``, nearest first."""
        half_lat = radius_m / METRES_PER_DEGREE_LAT
        half_lon = radius_m / metres_per_degree_lon(lat)
        (west, east), (south, north) = to_world(
            np.array([lon - half_lon, lon + half_lon]), np.array([lat - half_lat, lat + half_lat])
        )
        rows = self.box(float(west), float(north), float(east), float(south)).tolist()
        distances = ((distance_m(lon, lat, *self.position(row)), row) for row in rows)
        return sorted(pair for pair in distances if pair[0] <= radius_m)

    def within(self, ring: Sequence[tuple[float, float]]) -> Rows:
        """Rows inside a closed ring of longitudes and latitudes in degrees, by the even-odd rule; in Morton order.

        A lasso may have many corners: each edge looks only at the points between the heights of its ends.
        """
        if len(ring) < 3:
            return np.empty(0, np.intp)
        corners_x, corners_y = to_world(*np.array(ring, np.float64).T)
        rows = self.box(corners_x.min(), corners_y.min(), corners_x.max() + EDGE, corners_y.max() + EDGE)
        rows = rows[np.argsort(self.y[rows])]
        x, y, is_inside = self.x[rows], self.y[rows], np.zeros(len(rows), np.bool_)
        for ax, ay, bx, by in zip(corners_x, corners_y, np.roll(corners_x, 1), np.roll(corners_y, 1), strict=True):
            first, last = np.searchsorted(y, sorted((ay, by)))
            span = slice(first, last)
            if first < last:
                is_inside[span] ^= x[span] < (bx - ax) * (y[span] - ay) / (by - ay) + ax
        return np.sort(rows[is_inside])

    def update(self, devices: Mapping[str, Health], touched: Iterable[str] | None = None) -> Rows:
        """Take over the health of devices; returns the rows whose state has changed.

        ``devices`` holds exceptions only, as the picture does. ``touched`` names the devices to look at; None: all.
        """
        names = devices.keys() | self._ailing.keys() if touched is None else set(touched)
        rows = set()
        for name, place in zip(names, self.ids.rows_of(names), strict=True):
            row = self._parts.get(name) if place is None else place
            if row is None:
                continue
            state = STATE_OF[devices.get(name, Health.OK)]
            if state is State.OK:
                self._ailing.pop(name, None)
            else:
                self._ailing[name] = state
            if self._settle(row, name, state):
                rows.add(row)
        return np.fromiter(sorted(rows), np.intp, len(rows))

    def _settle(self, row: int, name: str, state: State) -> bool:
        """Put what a device says into the state column; whether that changed it."""
        if name in self._parts:
            ailing = self._ailing_parts.setdefault(row, set())
            (ailing.discard if state is State.OK else ailing.add)(name)
            state = State.DEGRADED if ailing else State.OK
        elif self.base[row] == State.ABSENT:
            state = State.ABSENT
        before = self.state[row]
        self.state[row] = state
        return bool(before != state)

    def _runs(self, west: float, north: float, east: float, south: float) -> list[tuple[int, int]]:
        """Runs of rows that hold the box: those of the at most four Morton cells, of its size, that it touches."""
        size = max(east - west, south - north, 2.0**-BITS)
        level = min(BITS, max(0, int(np.floor(-np.log2(size)))))
        cells = 2.0**level
        corners_x = np.clip(np.floor(np.array([west, east, west, east]) * cells), 0, cells - 1) / cells
        corners_y = np.clip(np.floor(np.array([north, north, south, south]) * cells), 0, cells - 1) / cells
        first = np.array(sorted(set(morton(corners_x, corners_y).tolist())), np.uint64)
        last = first + np.uint64(4 ** (BITS - level) - 1)
        starts = np.searchsorted(self.keys, first, "left").tolist()
        ends = np.searchsorted(self.keys, last, "right").tolist()
        return list(zip(starts, ends, strict=True))


def index(registry: Registry, devices: Mapping[str, Health], cache: Path | None = None) -> dict[Layer, Points]:
    """All layers of a registry, in the states that ``devices`` tells. Points without a place on Earth are left out.

    150,000 cameras take some tenths of a second, so this is not for the thread of the window; with a folder for a
    cache, a registry that has been indexed before takes a tenth of it.
    """
    layers = _sorted_layers(registry) if cache is None else _kept_layers(registry, cache)
    for points in layers.values():
        points.update(devices)
    return layers


def _kept_layers(registry: Registry, cache: Path) -> dict[Layer, Points]:
    made: dict[Layer, Points] = {}

    def make() -> bytes:
        made.update(_sorted_layers(registry))
        return msgspec.msgpack.encode({layer: points.kept() for layer, points in made.items()}) + _WHOLE

    made_of = [file.read_bytes() for file in _WRITTEN_BY]
    body = kept(cache, "points.msgpack", (*made_of, _fingerprint(registry)), _WHOLE, make)
    if made:
        return made
    try:
        found = msgspec.msgpack.decode(body[: -len(_WHOLE)], type=dict[Layer, KeptPoints])
        return {layer: Points.of_kept(found[layer]) for layer in Layer}
    except (msgspec.DecodeError, KeyError, ValueError):
        return _sorted_layers(registry)


def _fingerprint(registry: Registry) -> bytes:
    """What tells a registry from another: city, revision, counts, and every 97th thing of each kind as it is."""
    kinds = (registry.cameras, registry.buttons, registry.sites, registry.lighting, registry.service_centers)
    sample = [(len(things), things[::97]) for things in kinds]
    return msgspec.msgpack.encode((registry.city, registry.revision, sample))


def _sorted_layers(registry: Registry) -> dict[Layer, Points]:
    planned = Integration.PLANNED
    return {
        Layer.CAMERAS: _cameras([c for c in registry.cameras if c.integration is not planned]),
        Layer.PLANNED: _cameras([c for c in registry.cameras if c.integration is planned]),
        Layer.BUTTONS: _plain(registry.buttons),
        Layer.LIGHTING: _lighting(registry.lighting),
        Layer.SITES: _sites(registry.sites),
        Layer.CENTERS: _plain(registry.service_centers),
    }


def _placed(things: list[Placed]) -> tuple[list[Placed], Floats, Floats]:
    """The things that have a place on Earth, with longitudes and latitudes."""
    lon, lat = _floats(things, "lon"), _floats(things, "lat")
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= MERCATOR_END)
    if good.all():
        return things, lon, lat
    return [things[row] for row in np.flatnonzero(good).tolist()], lon[good], lat[good]


def _floats(things: Sequence[Any], name: str) -> Floats:
    """One attribute of all things; without a Python step a thing, since there are 150,000."""
    return np.fromiter(map(attrgetter(name), things), np.float64, len(things))


def _districts(things: Sequence[Any]) -> list[str]:
    return list(map(attrgetter("district"), things))


def _cameras(cameras: list[Camera]) -> Points:
    placed, lon, lat = _placed(cameras)
    bare = Integration.NOT_INTEGRATED
    return Points(
        list(map(attrgetter("id"), placed)),
        lon,
        lat,
        base=[
            State.ABSENT if integration is bare else State.OK for integration in map(attrgetter("integration"), placed)
        ],
        heading=_floats(placed, "heading").astype(np.int64) % 360,
        angle=np.clip(_floats(placed, "view_angle"), 0, 360),
        reach=np.clip(_floats(placed, "reach"), 0, FARTHEST_M),
        owner=list(
            map(dict(zip(OWNERS, range(len(OWNERS)), strict=True)).__getitem__, map(attrgetter("owner"), placed))
        ),
        districts=_districts(placed),
    )


def _plain(things: list[Plain]) -> Points:
    placed, lon, lat = _placed(things)
    return Points([thing.id for thing in placed], lon, lat, districts=_districts(placed))


def _lighting(segments: Sequence[LightingSegment]) -> Points:
    """A segment stands at its middle; it is short enough (about 100 m) to be reckoned on a plane."""
    ends = np.stack([_floats(segments, name) for name in ("lon1", "lat1", "lon2", "lat2")])
    good = np.isfinite(ends).all(0) & (np.abs(ends[0::2]) <= 180).all(0) & (np.abs(ends[1::2]) <= MERCATOR_END).all(0)
    placed = [segments[row] for row in np.flatnonzero(good).tolist()]
    lon1, lat1, lon2, lat2 = ends[:, good]
    lat = (lat1 + lat2) / 2
    east = (lon2 - lon1) * METRES_PER_DEGREE_LAT * np.cos(np.radians(lat))
    north = (lat2 - lat1) * METRES_PER_DEGREE_LAT
    return Points(
        list(map(attrgetter("id"), placed)),
        (lon1 + lon2) / 2,
        lat,
        base=[State.OK if has_lamps else State.ABSENT for has_lamps in map(attrgetter("has_lamps"), placed)],
        heading=np.rint(np.degrees(np.arctan2(east, north))).astype(np.int64) % 360,
        reach=np.minimum(np.rint(np.hypot(east, north)), FARTHEST_M),
        districts=_districts(placed),
    )


def _sites(sites: list[Site]) -> Points:
    placed, lon, lat = _placed(sites)
    return Points(
        [s.id for s in placed],
        lon,
        lat,
        kind=[SITE_KINDS.index(s.kind) for s in placed],
        districts=_districts(placed),
        devices={system.id: row for row, site in enumerate(placed) for system in site.systems},
    )
