"""The maps that ours is compared with, each in a process of its own: ``python -m tests.bench.map_others peer|floor``.

``peer`` is what one would pick instead: ``folium.plugins.FastMarkerCluster`` of the same points, in a web view. Its
script is not part of folium but on a content network; it comes from an installed ``XStatic-Leaflet-MarkerCluster``, or
from the folder that ``KUZET_BENCH_MARKERCLUSTER`` names. ``floor`` is a page with Leaflet and nothing on it.
"""

import argparse
import asyncio
import contextlib
import os
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import folium
import numpy as np
from branca.element import Figure
from folium.plugins import FastMarkerCluster
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView

from console.clock import monotonic
from console.mapping.source import MapFiles
from tests.bench.driven import CITY, Driven, tell
from tests.bench.harness import Sample
from tests.bench.windows import FULL_HD, MapWindow, in_window
from ui.map.scheme import PAGE, SCHEME, Shelf

FOLDER = "KUZET_BENCH_MARKERCLUSTER"
INSTALL = f"install XStatic-Leaflet-MarkerCluster, or name the folder of leaflet.markercluster.js in {FOLDER}"

SCRIPT = "leaflet.markercluster.js"
TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}

READY = '<script>requestAnimationFrame(() => requestAnimationFrame(() => { document.title = "painted"; }))</script>'


class PlainMap(folium.Map):
    """A folium map that loads Leaflet through our scheme, and nothing else."""

    default_js = [("leaflet", "leaflet/leaflet.js")]  # noqa: RUF012
    default_css = [("leaflet_css", "leaflet/leaflet.css")]  # noqa: RUF012

    def get_name(self) -> str:
        return "kuzet_map"


class Cluster(FastMarkerCluster):
    """The plug-in, its script and styles through our scheme."""

    default_js = [("markerclusterjs", f"cluster/{SCRIPT}")]  # noqa: RUF012
    default_css = [  # noqa: RUF012
        ("markerclustercss", "cluster/MarkerCluster.css"),
        ("markerclusterdefaultcss", "cluster/MarkerCluster.Default.css"),
    ]


def plug_in() -> Traversable | None:
    """The folder with the plug-in's script, or None where there is none."""
    folders: list[Traversable] = [Path(os.environ[FOLDER])] if FOLDER in os.environ else []
    with contextlib.suppress(ModuleNotFoundError):
        folders.append(files("xstatic.pkg.leaflet_markercluster") / "data")
    return next((folder for folder in folders if (folder / SCRIPT).is_file()), None)


def page(points: list[list[float]] | None) -> bytes:
    """The page; with points (latitude, longitude) the peer's, else the floor's."""
    shown = PlainMap(location=CITY, tiles=None, zoom_start=11, zoom_control=False, minZoom=10, maxZoom=19)
    if points is not None:
        callback = "function (row) { return L.marker(new L.LatLng(row[0], row[1])); }"
        Cluster(points, callback=callback).add_to(shown)
    root = shown.get_root()
    assert isinstance(root, Figure)
    html = root.render()
    return html.replace("</html>", READY + "</html>").encode()


class OtherPage(QWebEngineView):
    """A view on a page that is made when it is loaded."""

    def __init__(self, html: Callable[[], bytes]) -> None:
        super().__init__()
        self._html, self._ours, self._plug_in = html, MapFiles(), plug_in()
        self.profile_ = QWebEngineProfile()
        self.profile_.installUrlSchemeHandler(SCHEME, Shelf(self._file, lambda *_: b"", self.profile_))
        self.setPage(QWebEnginePage(self.profile_, self))

    def _file(self, name: str) -> tuple[str, bytes] | None:
        if name == "index.html":
            return "text/html", self._html()
        folder, _slash, file = name.partition("/")
        if folder == "cluster" and self._plug_in is not None:
            return TYPES[Path(file).suffix], (self._plug_in / file).read_bytes()
        return self._ours.file(name)


async def measure(points: Path | None, window: MapWindow) -> Sample:
    """All that is measured of ours, of the other."""
    places = [[lat, lon] for lon, lat in np.load(points).tolist()] if points else None
    painted = asyncio.Event()
    began = monotonic()
    html = page(places)
    built_s = monotonic() - began
    view = OtherPage(lambda: html)
    view.page().titleChanged.connect(lambda title: painted.set() if title == "painted" else None)
    window.fill(view, view)
    view.load(QUrl(PAGE))
    await asyncio.wait_for(painted.wait(), 300)
    sample = {"first_paint_s": monotonic() - began, "build_page_s": built_s}
    driven = Driven(view)
    await driven.begin()
    sample |= await driven.zoom()
    sample |= await driven.pan()
    await window.grow(FULL_HD)
    await driven.ask("rest")
    sample |= {f"full_hd_{name}": value for name, value in (await driven.pan()).items()}
    sample["full_hd_zoom_step_ms"] = (await driven.zoom())["zoom_step_ms"]
    return sample


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("which", choices=("peer", "floor"))
    parser.add_argument("--points", type=Path, help="longitudes and latitudes (NPY)")
    asked = parser.parse_args()
    tell(in_window(lambda window: measure(asked.points if asked.which == "peer" else None, window)))


if __name__ == "__main__":
    main()
