"""``python -m tests.gallery [--out DIR]``: the real map of the real demo city, rendered to be looked at.

Each layer at city, district and street zoom, dark and light, in ru, kk and en: one contact sheet a layer, six columns
(theme and language) by three rows (zoom); of what is sparse the street view shows the nearest. ``--layers``,
``--themes``, ``--languages``, ``--zooms`` take fewer.
"""

import argparse
import asyncio
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from console.domain.intents import DrawZone

ROOT = Path(__file__).resolve().parents[2]
ZOOMS = {"city": (76.915, 43.245, 11), "district": (76.945, 43.256, 14), "street": (76.9448, 43.2565, 18)}
THEMES = ("dark", "light")
LANGUAGES = ("ru", "kk", "en")
SHOT = (640, 480)
ALL = "all"
"""The layers that are shown at first, together."""


def main() -> None:
    """Render and end."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), metavar="DIR")
    parser.add_argument("--center", default="", metavar="URL", help="a running demo center; default: one of its own")
    parser.add_argument("--layers", nargs="*", metavar="LAYER", help=f"names of layers, or {ALL}")
    parser.add_argument("--themes", nargs="*", choices=(*THEMES, "high_contrast"), default=THEMES)
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--zooms", nargs="*", choices=tuple(ZOOMS), default=tuple(ZOOMS))
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kuzet-gallery") as data:
        if options.center:
            _render(options)
            return
        with _center(Path(data)) as options.center:
            _render(options)


@contextmanager
def _center(data: Path) -> Iterator[str]:
    """A demo center of the gallery's own; its address."""
    command = [sys.executable, "main.py", "center", "--end-with-parent", "--data", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        told = (json.loads(line) for line in process.stdout)
        yield next(word["url"] for word in told if word.get("ready"))
    finally:
        process.terminate()
        process.wait(20)


def _render(options: argparse.Namespace) -> None:
    from ui.map.scheme import prepare_environment

    prepare_environment()
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(_Gallery(app, options).run())


class _Gallery:
    """The map pane of a console that follows the center, photographed."""

    def __init__(self, app: "QApplication", options: argparse.Namespace) -> None:  # noqa: F821 - imported when needed
        from console.app import Console
        from console.notices import Notices
        from console.settings import Settings
        from ui.map.pane import MapPane

        self._app, self._options = app, options
        self._wear(options.themes[0], options.languages[0], None)
        self._console = Console(Settings(), Notices())
        self._pane = MapPane(self._console.map)
        self._pane.web.setFixedSize(*SHOT)
        self._pane.show()

    async def run(self) -> None:
        """Take all pictures and put them on sheets."""
        from console.domain.session import DEMO_PASSWORD, Role

        await self._console.connect_to(self._options.center)
        await self._console.log_in(Role.DUTY_OFFICER, DEMO_PASSWORD)
        await self._painted()
        await self._draw_zones()
        first = self._console.map.layers.visible
        names = [row.id for row in self._console.map.layers.rows()]
        wanted = self._options.layers or [ALL, *names]
        looks = [(theme, language) for theme in self._options.themes for language in self._options.languages]
        sheets = {name: _Sheet(name, looks, self._options.zooms) for name in wanted}
        for look in looks:
            self._wear(*look, self._console.map)
            for zoom in self._options.zooms:
                for name in wanted:
                    for other in names:
                        self._console.map.layers.set_layer_visible(other, other in (first if name == ALL else {name}))
                    self._console.map.views.restore(self._view(name, zoom))
                    await self._reckoned()
                    await self._settle()
                    sheets[name].put(look, zoom, self._pane.web.grab().toImage())
                print(".", end="", flush=True)
        print()
        for name, sheet in sheets.items():
            target = self._options.out / f"{name}.png"
            sheet.image.save(str(target))
            print(target)
        await self._console.stop()
        self._pane.close()

    async def _draw_zones(self) -> None:
        """A cordon and a geofence that is watched: the demo's operators draw none."""
        from console.domain.units import Agency
        from console.domain.zones import Drawing, Watch, ZoneKind

        picture, layers, drawn = self._console.store.picture, self._console.map.layers, asyncio.Event()
        if picture.zones:
            return
        layers.counted.connect(lambda: drawn.set() if len(picture.zones) == 2 else None)
        lon, lat, _level = ZOOMS["street"]
        cordon = ((lon - 0.0006, lat - 0.0005), (lon + 0.0005, lat - 0.0004), (lon + 0.0004, lat + 0.0005))
        fence = ((lon - 0.012, lat - 0.007), (lon - 0.002, lat - 0.009), (lon - 0.003, lat - 0.003))
        few = Watch(agencies=(Agency.RESCUE,))  # each crossing is an alarm on the map
        self._console.acting.want(DrawZone(Drawing(ZoneKind.CORDON, "Оцепление · Қоршау", cordon)))
        self._console.acting.want(DrawZone(Drawing(ZoneKind.GEOFENCE, "Наблюдение · Бақылау", fence, few)))
        await asyncio.wait_for(drawn.wait(), 20)

    def _view(self, name: str, zoom: str) -> "View":  # noqa: F821 - imported when needed
        """Where a picture is taken: the zoom's own place, or in the street the nearest mark of a sparse layer."""
        from console.viewmodels.map_views import View

        lon, lat, level = ZOOMS[zoom]
        places = self._places(name) if zoom == "street" else []
        return View(*min(places, key=lambda at: math.hypot(at[0] - lon, at[1] - lat), default=(lon, lat)), level)

    def _places(self, name: str) -> list[tuple[float, float]]:
        """Where the marks of a sparse layer stand; none of a dense one."""
        store = self._console.store
        registry, picture = store.registry, store.picture
        fixes = [unit.fix for unit in picture.units.values() if unit.fix]
        sparse: dict[str, Iterable[Any]] = {
            "alarms": [alarm for alarm in picture.alarms.values() if alarm.is_active],
            "incidents": [incident for incident in picture.incidents.values() if incident.is_open],
            "units": fixes,
            "sites": store.sites.values(),
            "centers": registry.service_centers if registry else (),
        }
        return [(thing.lon, thing.lat) for thing in sparse.get(name, ())]

    async def _painted(self) -> None:
        """Until the points of the city were painted for the first time, and what moves is known."""
        layers, painted = self._console.map.layers, asyncio.Event()
        layers.page_painted.connect(lambda: painted.set() if layers.first_paint_s is not None else None)
        await asyncio.wait_for(painted.wait(), 60)
        if layers.stale:
            heard = asyncio.Event()
            layers.stale_changed.connect(lambda: None if layers.stale else heard.set())
            await asyncio.wait_for(heard.wait(), 20)

    async def _reckoned(self) -> None:
        """Until what is reckoned off the window's thread is there; cards that came with a layer go."""
        surfaces = (self._console.map.hot_spots, self._console.map.gaps)
        for surface in surfaces:
            if surface.is_shown and not surface.rows():
                came = asyncio.Event()
                surface.changed.connect(lambda s=surface, e=came: e.set() if s.rows() else None)
                await asyncio.wait_for(came.wait(), 60)
        if self._pane.corner.card is not None:
            self._pane.corner.card.hide()

    def _wear(self, theme_id: str, language: str, city_map: object) -> None:
        from console.viewmodels.city_map import CityMap
        from ui import theme, translation

        theme.apply(self._app, theme_id)
        translation.use_language(self._app, language)
        if isinstance(city_map, CityMap):
            city_map.page.set_theme(theme_id)
            city_map.retranslate()

    async def _settle(self) -> None:
        """Until the page has painted what it was told, and tiles on the way have come."""
        page = self._console.map.page
        for _turn in range(2):
            settled = asyncio.get_running_loop().create_future()
            wanted = page.settle()
            heard = page.settled.connect(
                lambda n, w=wanted, f=settled: f.set_result(None) if n >= w and not f.done() else None
            )
            await asyncio.wait_for(settled, 30)
            page.settled.disconnect(heard)
            await asyncio.sleep(0.25)


class _Sheet:
    """A contact sheet: looks side by side, zooms under each other."""

    def __init__(self, name: str, looks: list[tuple[str, str]], zooms: list[str]) -> None:
        from PySide6.QtGui import QImage

        self._looks, self._zooms = looks, list(zooms)
        self._name = name
        self.image = QImage(SHOT[0] * len(looks), SHOT[1] * len(zooms), QImage.Format.Format_RGB32)

    def put(self, look: tuple[str, str], zoom: str, shot: "QImage") -> None:  # noqa: F821 - imported when needed
        """Paint a picture into its place, with its name."""
        from PySide6.QtCore import QPoint
        from PySide6.QtGui import QColor, QPainter

        at = QPoint(self._looks.index(look) * SHOT[0], self._zooms.index(zoom) * SHOT[1])
        painter = QPainter(self.image)
        painter.drawImage(at, shot)
        painter.fillRect(at.x(), at.y(), 230, 16, QColor(0, 0, 0, 170))
        painter.setPen(QColor("white"))
        painter.drawText(at + QPoint(4, 12), f"{self._name} {' '.join(look)} {zoom}")
        painter.end()


if __name__ == "__main__":
    main()
