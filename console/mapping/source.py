"""What the map page is made of, by name: the page, the schematic, our modules, Leaflet; and tiles of points.

It is what ``console.viewmodels.map_layers.MapSource`` asks for; the app puts the two together.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from console import paths
from console.domain.gaps import CoverageGap
from console.kept import kept, stamps
from console.mapping import gap_files, one_script, page, schematic
from console.mapping.point_tiles import Columns, PointTiles

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".png": "image/png",
}


class MapFiles:
    """Files of the page by name, read once. ``city`` is the folder of the schematic (default: the built-in one)."""

    def __init__(self, city: Path | None = None) -> None:
        self._city = city
        self._kept: dict[str, tuple[str, bytes]] = {}

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Content type and body of ``index.html``, ``map.js``, ``city.json``, ``leaflet/leaflet.js`` ...; or None."""
        if name not in self._kept:
            body = self._body(name)
            if body is None:
                return None
            self._kept[name] = _TYPES[Path(name).suffix], body
        return self._kept[name]

    def point_tiles(self, points: Columns, single_from: int) -> PointTiles:
        """Tiles of one layer: clusters below zoom ``single_from``, single points from there on."""
        return PointTiles(points, single_from, paths.cache() / "map")

    def write_gaps(self, target: Path, gaps: Sequence[CoverageGap], districts: Mapping[str, str]) -> None:
        """Write coverage gaps into a file, in the form that its name ends with. Raises OSError."""
        gap_files.save(target, gaps, districts)

    def _body(self, name: str) -> bytes | None:
        match name.split("/"):
            case ["index.html"]:
                return page.page()
            case ["map.js"]:
                return _script()
            case ["city.json"]:
                return schematic.payload(self._city)
            case ["leaflet", file]:
                return _read(_leaflet(), file)
            case [file]:
                return _read(paths.RESOURCES / "map", file)
            case _:
                return None


@cache
def _leaflet() -> Traversable:
    return files("xstatic.pkg.leaflet") / "data"


def _script() -> bytes:
    """All modules in one script; it is made anew when one of them was written anew."""
    folder = paths.RESOURCES / "map"
    made_of = stamps([Path(one_script.__file__), *sorted(folder.glob("*.js"))])

    def make() -> bytes:
        return one_script.script("main", lambda name: (folder / f"{name}.js").read_text("utf-8")).encode()

    return kept(paths.cache() / "map", "map.js", made_of, one_script.END.encode(), make)


def _read(folder: Traversable, name: str) -> bytes | None:
    """A file right in ``folder``, of a kind that the page uses."""
    if Path(name).suffix not in _TYPES or name.startswith("."):
        return None
    found = folder / name
    return found.read_bytes() if found.is_file() else None
