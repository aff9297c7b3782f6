"""The registry of the demo city: what stands in it, made from the schematic and a seed, and kept on disk once made."""

import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from console.center.world.blocks import frontages
from console.center.world.bustle import bustle
from console.center.world.buttons import panic_buttons
from console.center.world.city_cameras import city_cameras, planned_cameras
from console.center.world.ground import Ground
from console.center.world.lamps import lighting
from console.center.world.nature import Nature
from console.center.world.nearest import NearestEdges
from console.center.world.private_cameras import private_cameras
from console.center.world.sites import build_service_centers, build_sites
from console.center.world.stands import CONSENTS, INTEGRATIONS, OWNERS, PLACE_KINDS, Stands
from console.domain.areas import OUTSIDE, district_of_points
from console.domain.cameras import Camera
from console.domain.lighting import LightingSegment
from console.domain.plane import Floats, Ints, to_degrees
from console.domain.registry import Registry
from console.domain.schematic import Schematic
from console.domain.sites import PanicButton
from console.insight.streets import StreetGraph
from console.language import _
from console.paths import set_aside
from console.reasons import reason

T = TypeVar("T")
log = logging.getLogger(__name__)

CITY = "almaty"
CAMERAS = 128_000
"""Private cameras in the city; its own and the planned ones come on top."""

OF_CITY, PLANNED = 6 / 128, 20 / 128
"""Cameras of the city and planned ones for each private one."""

BUTTONS, LIGHTING = 4_000, 20_000

GENERATOR = 4
"""Goes into the seed: raise it when the same seed no longer makes the same city."""

REVISION = 5
"""Raise it when more, or something else, is told of the same city: consoles and caches then take it anew."""


def build_registry(
    schematic: Schematic, nature: Nature, graph: StreetGraph, seed: int, cameras: int = CAMERAS
) -> Registry:
    """Everything that stands in the city; the same for the same schematic, seed and number of private cameras."""
    rng = np.random.default_rng([seed, GENERATOR])
    ground = Ground(schematic, nature, graph)
    houses = frontages(schematic, graph, ground, rng)
    busy = bustle(schematic, ground)
    sites = build_sites(schematic, houses, seed)
    of_city = city_cameras(schematic, graph, houses, ground, busy, round(cameras * OF_CITY), rng)
    of_people = private_cameras(houses, ground, busy, sites, schematic.lands, cameras, rng)
    standing = Stands.joined([of_city, of_people])
    to_come = planned_cameras(houses, ground, standing, round(cameras * PLANNED), rng)
    names = _Names(schematic, graph)
    site_ids = np.array([*(site.id for site in sites), ""], dtype=object)
    buttons = panic_buttons(houses, ground, busy, sites, BUTTONS, rng)
    lamps = lighting(graph, houses, LIGHTING, rng)
    site_lon, site_lat = np.array([s.lon for s in sites]), np.array([s.lat for s in sites])
    return Registry(
        city=CITY,
        revision=REVISION,
        since=0,
        cameras=_cameras(Stands.joined([standing, to_come]), names, site_ids),
        buttons=_rows(
            PanicButton,
            "P",
            4,
            *names.where(buttons.x, buttons.y, buttons.edge),
            site_ids[buttons.site],
        ),
        sites=[
            replace(site, district=district)
            for site, district in zip(sites, names.districts(site_lon, site_lat), strict=True)
        ],
        lighting=_rows(
            LightingSegment,
            "L",
            5,
            *_degrees(lamps.x1, lamps.y1),
            *_degrees(lamps.x2, lamps.y2),
            *names.where((lamps.x1 + lamps.x2) / 2, (lamps.y1 + lamps.y2) / 2, lamps.edge)[2:4],
            lamps.has_lamps,
        ),
        service_centers=build_service_centers(schematic, houses),
    )


class _Names:
    """Finds district, street and crossing street of very many places."""

    def __init__(self, schematic: Schematic, graph: StreetGraph) -> None:
        self._districts = schematic.districts
        self._ids = np.array([*(district.id for district in schematic.districts), ""], dtype=object)
        self._middles = np.array(
            [[np.mean(axis) for axis in zip(*d.parts[0][0], strict=True)] for d in self._districts]
        )
        self._graph = graph
        self._nearest = NearestEdges(graph)
        self._street = np.array([edge.street for edge in graph.edges], dtype=object)
        self._ends = np.array([[edge.a, edge.b] for edge in graph.edges])
        self._cross = np.array(
            [[_other_street(graph, edge.street, node) for node in (edge.a, edge.b)] for edge in graph.edges],
            dtype=object,
        )

    def districts(self, lon: Floats, lat: Floats) -> NDArray[np.object_]:
        """District id of each place; for one a few metres outside, the district whose middle is nearest."""
        codes = district_of_points(self._districts, lon, lat).astype(np.int64)
        lost = np.nonzero(codes == OUTSIDE)[0]
        gap = (lon[lost, None] - self._middles[:, 0]) ** 2 + (lat[lost, None] - self._middles[:, 1]) ** 2
        codes[lost] = gap.argmin(axis=1)
        found: NDArray[np.object_] = self._ids[codes]
        return found

    def where(
        self, x: Floats, y: Floats, edge: Ints
    ) -> tuple[Floats, Floats, NDArray[np.object_], NDArray[np.object_], NDArray[np.object_]]:
        """(lon, lat, district, street, crossing street) of each place; ``edge`` is -1 where it is not known."""
        lon, lat = _degrees(x, y)
        edge = edge.copy()
        unknown = np.nonzero(edge < 0)[0]
        edge[unknown] = self._nearest.of(x[unknown], y[unknown])
        end_x, end_y = np.array(self._graph.xs)[self._ends[edge]], np.array(self._graph.ys)[self._ends[edge]]
        nearer = np.hypot(end_x - x[:, None], end_y - y[:, None]).argmin(axis=1)
        return lon, lat, self.districts(lon, lat), self._street[edge], self._cross[edge, nearer]


def _other_street(graph: StreetGraph, street: str, node: int) -> str:
    return next((other for other in graph.crossing_streets(node) if other != street), "")


def _degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    lon, lat = to_degrees(x, y)
    return np.round(lon, 6), np.round(lat, 6)


def _cameras(stands: Stands, names: _Names, site_ids: NDArray[np.object_]) -> list[Camera]:
    lon, lat, district, street, cross = names.where(stands.x, stands.y, stands.edge)
    return _rows(
        Camera,
        "C",
        6,
        lon,
        lat,
        district,
        np.array(OWNERS, dtype=object)[stands.owner],
        np.array(INTEGRATIONS, dtype=object)[stands.integration],
        np.array(CONSENTS, dtype=object)[stands.consent],
        np.array(PLACE_KINDS, dtype=object)[stands.place_kind],
        stands.heading,
        stands.view_angle,
        stands.reach,
        street,
        cross,
        site_ids[stands.site],
        stands.width_px,
        stands.is_ptz,
    )


def _rows(kind: Callable[..., T], letter: str, digits: int, *columns: NDArray[np.generic]) -> list[T]:
    ids = [f"{letter}{number:0{digits}d}" for number in range(1, len(columns[0]) + 1)]
    return list(map(kind, ids, *(column.tolist() for column in columns)))


def kept_registry(
    schematic: Schematic, nature: Nature, graph: StreetGraph, seed: int, cameras: int, cache: Path
) -> Registry:
    """The registry from the folder ``cache``, or made and put there; a damaged file is set aside.

    Its name holds all that it was made from, the drawing included, so that an old one is never taken for a new one.
    A folder that cannot be written to costs time, not the registry.
    """
    drawing = hashlib.sha256(msgspec.msgpack.encode((schematic, nature))).hexdigest()[:12]
    path = cache / f"{CITY}-{seed}-{cameras}-{GENERATOR}.{REVISION}-{drawing}.msgpack"
    is_damaged = False
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Registry)
    except OSError as fault:
        log.info("registry is made anew: %s", fault.strerror)
    except msgspec.DecodeError as fault:
        is_damaged = True
        log.warning("registry %s is damaged (%s), it is set aside and made anew", path.name, fault)
    registry = build_registry(schematic, nature, graph, seed, cameras)
    try:
        if is_damaged:
            set_aside(path)
        _write(path, msgspec.msgpack.encode(registry))
    except OSError as fault:
        log.warning(
            "%s", _("The city cannot be kept in {folder}: {reason}.").format(folder=cache, reason=reason(fault))
        )
    return registry


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place at once: a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
