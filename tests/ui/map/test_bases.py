"""Archives of tiles as the ground of the real page."""

import base64
import logging
import math
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import TileType
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from console import language, paths
from console.mapping.archives import Archive
from console.notices import Notices
from console.settings import Settings
from console.tasks import Tasks
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_bases import MapBases, Server
from console.viewmodels.map_views import View
from tests.archives_at_hand import Place, features, image, mbtiles, pmtiles, tile_of, vector_tile
from tests.ui.map.test_pane import HERE, PAINTED_MS, Bench, colours
from ui import theme

HOSTILE = '<img src=x onerror="window.broken=1">\u202e' + "Н" * 10_000


class Opener:
    def archive(self, path: Path) -> Archive:
        return Archive.open(path)

    def server(self, template: str) -> Server:
        raise NotImplementedError


def around(zoom: int, reach: int = 3) -> list[Place]:
    """Tiles around the middle of what is looked at."""
    _zoom, x, y = tile_of(*HERE, zoom)
    return [(zoom, x + dx, y + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]


class Ground(Bench):
    """The page over bases: archives of the folder, one of which is chosen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bases: MapBases
        super().__init__(qtbot, self._join)
        self.warnings: list[str] = []
        self.pane.web.map_page.said.connect(
            lambda level, text, _place: self.warnings.append(text) if level == logging.WARNING else None
        )

    def _join(self, city_map: CityMap) -> None:
        folder = paths.data() / "maps"
        self.bases = MapBases(city_map.page, Opener(), Settings(), folder, Tasks(), Notices())

    def use(self, title: str) -> None:
        """Take the base with this title, once it is open."""

        def found() -> list[str]:
            return [row.id for row in self.bases.rows() if row.title == title and row.kind is not None]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=PAINTED_MS)
        self.bases.use(found()[0])

    def look(self, lon: float, lat: float, zoom: int) -> None:
        self.map.views.restore(View(lon, lat, zoom))
        self.qtbot.waitUntil(lambda: self.run("kuzet_map.getZoom()") == zoom, timeout=PAINTED_MS)

    def shows(self, place: tuple[float, float], is_right: Callable[[QColor], bool]) -> None:
        """Wait until the ground at a place has the right colour."""
        at = self.pixel(*place)
        self.qtbot.waitUntil(lambda: is_right(self.picture().pixelColor(at)), timeout=PAINTED_MS)

    @property
    def credit(self) -> str:
        shown = "document.querySelector('.attribution')"
        return str(self.run(f"{shown}.hidden ? '' : {shown}.textContent"))

    def names(self) -> set[str]:
        """The names that stand on the map now, from the base or the schematic."""
        script = """{
            window.seen ??= new Set();
            if (!window.spied) {
                window.spied = true;
                const draw = CanvasRenderingContext2D.prototype.fillText;
                CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
                    window.seen.add(text);
                    return draw.call(this, text, ...rest);
                };
            }
            return [...window.seen];
        }"""
        return set(self.run(script))


@pytest.fixture
def maps() -> Path:
    folder = paths.data() / "maps"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(qtbot: QtBot, qapp: Any) -> Iterator[Callable[[], Ground]]:
    made: list[Ground] = []

    def ground() -> Ground:
        theme.apply(qapp, "dark")
        made.append(Ground(qtbot))
        qtbot.waitSignal(made[-1].layers.page_painted, timeout=PAINTED_MS).wait()
        return made[-1]

    yield ground
    for one in made:
        one.layers.close()
        with pytest.raises(StopIteration):
            one.bases.close().send(None)


def is_reddish(color: QColor) -> bool:
    return color.red() > 1.6 * color.blue() and color.red() > 1.6 * color.green()


def is_bluish(color: QColor) -> bool:
    return color.blue() > 1.5 * color.red()


def middle(place: Place, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
    """Longitude and latitude of a point within a tile."""
    zoom, column, row = place
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (row + y) / 2**zoom))))
    return (column + x) / 2**zoom * 360 - 180, lat


RED = image((255, 20, 20))


def test_a_raster_archive_lies_under_the_marks_dimmed_and_says_whose_it_is(opened: Any, maps: Path) -> None:
    hostile = f"{HOSTILE}<b>City of Almaty</b>"
    mbtiles(maps / "a.mbtiles", [(place, RED) for place in around(15)], name="Photo", attribution=hostile)
    ground = opened()
    ground.use("Photo")
    ground.shows(HERE, is_reddish)
    seen = ground.picture().pixelColor(ground.pixel(*HERE))
    assert 60 < seen.red() < 170, "neither as bright as it is, nor gone"
    assert ground.credit.startswith("Н")
    assert ground.run("document.querySelectorAll('.attribution *').length") == 0
    assert ground.run("typeof window.broken") == "undefined"
    assert ground.pane.requests_outside == 0
    ground.bases.use("schematic")
    ground.shows(HERE, lambda color: not is_reddish(color))
    assert ground.credit == ""


def test_beyond_its_last_zoom_a_raster_is_enlarged_and_where_it_ends_the_schematic_stays(
    opened: Any, maps: Path
) -> None:
    place = tile_of(*HERE, 15)
    mbtiles(maps / "a.mbtiles", [(place, RED)], name="Photo")
    ground = opened()
    ground.use("Photo")
    ground.look(*middle(place), 17)
    ground.shows(middle(place), is_reddish)
    outside = middle(place, 1.08, 0.93)
    plain = ground.picture().pixelColor(ground.pixel(*outside))
    assert not is_reddish(plain)
    ground.bases.use("schematic")
    ground.shows(middle(place), lambda color: not is_reddish(color))
    assert ground.picture().pixelColor(ground.pixel(*outside)) == plain


def test_tiles_of_512_pixels_are_drawn_one_to_one(opened: Any, maps: Path) -> None:
    mbtiles(maps / "a.mbtiles", [(place, image((255, 20, 20), 512)) for place in around(14)], name="Large")
    ground = opened()
    ground.use("Large")
    ground.shows(HERE, is_reddish)


def test_a_vector_archive_is_drawn_in_our_colours_by_any_theme(opened: Any, maps: Path) -> None:
    pmtiles(maps / "a.pmtiles", [(p, vector_tile()) for p in around(14)], TileType.MVT, name="Lakes")
    ground = opened()
    ground.use("Lakes")
    lake, street = middle(tile_of(*HERE, 14)), middle(tile_of(*HERE, 14), 0.3, 0.125)
    ground.look(*middle(tile_of(*HERE, 14)), 15)
    for name in ("light", "dark"):
        ground.map.page.set_theme(name)
        colors = ground.run(f"(await import('kuzet://map/themes.js')).THEMES.{name}")
        ground.shows(lake, lambda color, want=colors["water"]: color.name() == want)
        ground.shows(street, lambda color, want=colors["streets"]["arterial"]: color.name() == want)


LINE, BLOCK = "LINESTRING(0 512, 4096 512)", "POLYGON((1024 1024, 3072 1024, 3072 3072, 1024 3072, 1024 1024))"


@pytest.mark.parametrize(
    ("water", "street"),
    [
        (features("water_polygons", (BLOCK, {"kind": "river"})), features("streets", (LINE, {"kind": "secondary"}))),
        (features("water", (BLOCK, {"class": "lake"})), features("transportation", (LINE, {"class": "primary"}))),
        (
            features("water", (BLOCK, {"kind": "water", "kind_detail": "lake"})),
            features("roads", (LINE, {"kind": "major_road", "kind_detail": "primary"})),
        ),
        (features("ocean", (BLOCK, {})), features("roads", (LINE, {"pmap:kind": "major_road"}))),
    ],
    ids=["Shortbread", "OpenMapTiles", "Protomaps 4", "Protomaps 3"],
)
def test_the_public_schemas_are_understood(
    opened: Any, maps: Path, water: dict[str, Any], street: dict[str, Any]
) -> None:
    place = tile_of(*HERE, 14)
    mbtiles(maps / "a.mbtiles", [(place, vector_tile(water, street))], name="Lakes")
    ground = opened()
    ground.use("Lakes")
    ground.look(*middle(place), 15)
    colors = ground.run("(await import('kuzet://map/themes.js')).THEMES.dark")
    ground.shows(middle(place), lambda color: color.name() == colors["water"])
    ground.shows(middle(place, 0.3, 0.125), lambda color: color.name() == colors["streets"]["arterial"])


def test_beyond_its_last_zoom_a_vector_base_stays_sharp(opened: Any, maps: Path) -> None:
    place = tile_of(*HERE, 14)
    pmtiles(maps / "a.pmtiles", [(place, vector_tile())], TileType.MVT, name="Lakes")
    ground = opened()
    ground.use("Lakes")
    shore = middle(place, 0.25, 0.5)
    ground.look(*shore, 18)
    water = ground.run("(await import('kuzet://map/themes.js')).THEMES.dark.water")
    at = ground.pixel(*shore)
    ground.qtbot.waitUntil(
        lambda: (
            ground.picture().pixelColor(at.x() + 2, at.y()).name() == water
            and ground.picture().pixelColor(at.x() - 2, at.y()).name() != water
        ),
        timeout=PAINTED_MS,
    )


def test_names_come_from_the_base_in_the_operators_language(opened: Any, maps: Path) -> None:
    line = "LINESTRING(0 2048, 4096 2048)"
    told = {"kind": "primary", "name": "Абай даңғылы", "name_ru": "проспект Абая", "name:en": "Abay Avenue"}
    place = features("place_labels", ("POINT(2048 1024)", {"kind": "suburb", "name": HOSTILE[:40]}))
    tile = vector_tile(features("street_labels", (line, told)), place)
    pmtiles(maps / "a.pmtiles", [(p, tile) for p in around(14)], TileType.MVT, name="Names")
    ground = opened()
    ground.names()
    ground.use("Names")
    ground.qtbot.waitUntil(lambda: "Abay Ave" in ground.names(), timeout=PAINTED_MS)
    ground.qtbot.waitUntil(lambda: any(name.startswith("<img") for name in ground.names()), timeout=PAINTED_MS)
    hostile = [name for name in ground.names() if name.startswith("<img")]
    assert all(len(name) <= 60 and "\u202e" not in name for name in hostile)
    language.use("kk")
    ground.map.retranslate()
    ground.qtbot.waitUntil(lambda: "Абай д-лы" in ground.names(), timeout=PAINTED_MS)
    assert ground.run("typeof window.broken") == "undefined"


def test_damaged_tiles_leave_the_schematic_and_the_page_alive(opened: Any, maps: Path) -> None:
    """What Python lets through, since it looks at the first bytes only."""
    here = tile_of(*HERE, 14)
    noise = [bytes([0x1A, 0xFF, 0xFF, 0x7F]), vector_tile()[:-9], bytes([0x1A, 4, 0x0A, 2, 65, 66]), b"\x1a" * 5000]
    tiles = [(place, noise[n % len(noise)]) for n, place in enumerate(around(14))]
    pmtiles(maps / "a.pmtiles", [(p, t) for p, t in tiles if p != here] + [(here, noise[0])], TileType.MVT, name="Bad")
    mbtiles(maps / "b.mbtiles", [(p, RED[:60]) for p in around(15)], name="Cut")
    ground = opened()
    ground.qtbot.waitUntil(lambda: colours(ground.picture()) > 30, timeout=PAINTED_MS)
    before = ground.picture()
    for title in ("Bad", "Cut"):
        ground.use(title)
        ground.qtbot.waitUntil(lambda: any("cannot be drawn" in text for text in ground.warnings), timeout=PAINTED_MS)
        ground.warnings.clear()
    assert ground.errors == []
    assert ground.picture().pixelColor(100, 300) == before.pixelColor(100, 300)


def test_a_page_that_dies_comes_back_with_its_base(opened: Any, maps: Path) -> None:
    mbtiles(maps / "a.mbtiles", [(place, RED) for place in around(15)], name="Photo")
    ground = opened()
    ground.use("Photo")
    ground.shows(HERE, is_reddish)
    first = ground.map.page.loaded_at
    os.kill(ground.pane.web.map_page.renderProcessPid(), signal.SIGKILL)
    ground.qtbot.waitUntil(lambda: ground.map.page.loaded_at > first, timeout=PAINTED_MS)
    ground.qtbot.waitSignal(ground.layers.page_painted, timeout=PAINTED_MS).wait()
    ground.shows(HERE, is_reddish)


def test_the_decoder_reads_or_refuses_whatever_the_bytes_are(opened: Any) -> None:
    """Cut at every place, and with bytes turned over: never endless, never another kind of fault."""
    whole = base64.b64encode(vector_tile()).decode()
    script = f"""{{
        const {{ readVectorTile, VectorTileError }} = await import("kuzet://map/mvt.js");
        const whole = Uint8Array.from(atob("{whole}"), (c) => c.charCodeAt(0));
        let read = 0, refused = 0, other = [];
        const attempt = (bytes) => {{
            try {{ readVectorTile(bytes); read++; }} catch (fault) {{
                if (fault instanceof VectorTileError) refused++; else other.push(String(fault));
            }}
        }};
        for (let end = 0; end <= whole.length; end++) attempt(whole.subarray(0, end));
        for (let at = 0; at < whole.length; at++) for (const value of [0, 1, 7, 127, 128, 255]) {{
            const bytes = whole.slice();
            bytes[at] = value;
            attempt(bytes);
        }}
        const names = [...readVectorTile(whole).keys()];
        return {{ read, refused, other, names }};
    }}"""
    told = opened().run(script)
    assert told["other"] == []
    assert told["read"] > 10
    assert told["refused"] > 10
    assert told["names"] == ["water_polygons", "streets", "street_labels"]
