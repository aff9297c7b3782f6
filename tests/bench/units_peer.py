"""What one would write instead for 2,000 units that move: ``python -m tests.bench.units_peer --url URL``.

A folium page with a circle marker for each unit, moved by one ``runJavaScript`` each as its fix comes, and a table on a
``QStandardItemModel`` whose items are set anew. The link and the store are ours, so that both see the same fixes.
"""

import argparse
import asyncio
import json
import time

from PySide6.QtCore import QUrl
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from console.domain.units import Unit
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels.gap import LoopGap
from tests.bench.driven import Presented, tell
from tests.bench.harness import Sample
from tests.bench.map_others import OtherPage, page
from tests.bench.map_ours import known
from tests.bench.units_ours import SECONDS
from tests.bench.windows import DUTY, in_process
from ui.map.scheme import PAGE

COLUMNS = ("callsign", "agency", "status", "lon", "lat", "speed", "heading")


class Peer(QWidget):
    """Map and board side by side."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        html = page(None)
        self.map = OtherPage(lambda: html)
        self._rows: dict[str, int] = {}
        self._model = QStandardItemModel(0, len(COLUMNS))
        self._model.setHorizontalHeaderLabels(list(COLUMNS))
        board = QTableView()
        board.setModel(self._model)
        row = QHBoxLayout(self)
        row.addWidget(self.map)
        row.addWidget(board)
        self.map.setFixedSize(DUTY)
        self.resize(1600, 700)

    def begin(self) -> None:
        """A marker and a row for each unit; then what changes."""
        for unit in self._store.picture.units.values():
            self._rows[unit.id] = self._model.rowCount()
            self._model.appendRow([QStandardItem(text) for text in _texts(unit)])
            where = [unit.fix.lat, unit.fix.lon] if unit.fix else [0, 0]
            marker = f"L.circleMarker({where}, {{radius: 4}}).addTo(kuzet_map)"
            self.map.page().runJavaScript(f"window.u ??= {{}}; u[{json.dumps(unit.id)}] = {marker};")
        self._store.on_change = self._changed
        self._store.take()

    def _changed(self) -> None:
        changes = self._store.take()
        for id_ in changes.fixes | changes.units:
            unit = self._store.picture.units[id_]
            for column, text in enumerate(_texts(unit)):
                self._model.item(self._rows[id_], column).setText(text)
            if unit.fix:
                where = [unit.fix.lat, unit.fix.lon]
                self.map.page().runJavaScript(f"u[{json.dumps(id_)}].setLatLng({where});")


def _texts(unit: Unit) -> list[str]:
    fix = unit.fix
    place = [f"{fix.lon:.5f}", f"{fix.lat:.5f}", f"{fix.speed:.0f}", f"{fix.heading:.0f}"] if fix else [""] * 4
    return [unit.callsign, str(unit.agency), str(unit.status), *place]


async def measure(url: str) -> Sample:
    """As of ours."""
    store, tasks = Store(), Tasks()
    link = await known(url, store, tasks)
    peer, gap = Peer(store), LoopGap()
    loaded = asyncio.Event()
    peer.map.loadFinished.connect(lambda _ok: loaded.set())
    peer.show()
    peer.map.load(QUrl(PAGE))
    await loaded.wait()
    peer.begin()
    presented = Presented(peer.map)
    await asyncio.sleep(3)
    gap.restart()
    began, pictures = time.process_time(), presented.count
    await asyncio.sleep(SECONDS)
    sample = {
        "units": len(store.picture.units),
        "gap_p50_ms": gap.percentile(0.5) or 0.0,
        "gap_p99_ms": gap.percentile(0.99) or 0.0,
        "gap_worst_ms": gap.percentile(1.0) or 0.0,
        "pictures_per_s": (presented.count - pictures) / SECONDS,
        "window_cpu": (time.process_time() - began) / SECONDS,
    }
    await link.stop()
    await tasks.close()
    peer.hide()
    peer.deleteLater()
    return sample


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    asked = parser.parse_args()
    tell(in_process(lambda: measure(asked.url)))


if __name__ == "__main__":
    main()
