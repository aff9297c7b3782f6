"""What stands beside our queue in a flood: ``python -m tests.bench.flood_others peer|floor --url URL --folder DIR``.

The peer is a table on a ``QStandardItemModel`` behind a ``QSortFilterProxyModel``, as one would write it: a row of
items for each alarm, sorted by the proxy. The floor takes everything in and shows nothing. Link and store are ours, so
that all see the same.
"""

import argparse
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from console.domain.alarms import Alarm
from console.domain.intents import Intent
from console.link.link import Link
from console.state.queue import place_in_queue
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels.gap import LoopGap
from tests.bench.driven import tell
from tests.bench.flood_watch import SECONDS, Rain, pour
from tests.bench.harness import Sample
from tests.bench.map_ours import known
from tests.bench.windows import in_process

COLUMNS = ("priority", "raised", "kind", "place", "district", "source", "state", "owner")


class Peer(QTableView):
    """A table of alarms; ``rain`` is told what it takes in and paints."""

    def __init__(self, store: Store, rain: Rain) -> None:
        super().__init__()
        self._store, self._rain = store, rain
        self._of: dict[str, QStandardItem] = {}
        self._model = QStandardItemModel(0, len(COLUMNS))
        self._model.setHorizontalHeaderLabels(list(COLUMNS))
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self._sorted.setDynamicSortFilter(True)
        self.setModel(self._sorted)
        self._sorted.sort(0)
        self.resize(1200, 900)
        store.on_change = self._changed

    def _changed(self) -> None:
        changes, alarms = self._store.take(), self._store.picture.alarms
        for alarm_id in alarms.keys() if changes.whole else changes.alarms:
            alarm, item = alarms.get(alarm_id), self._of.get(alarm_id)
            if alarm is None or place_in_queue(alarm) is None:
                if item is not None:
                    self._model.removeRow(self._of.pop(alarm_id).row())
            elif item is None:
                items = [QStandardItem(text) for text in _texts(alarm)]
                items[0].setData(_sort_key(alarm), Qt.ItemDataRole.UserRole)
                self._of[alarm_id] = items[0]
                self._model.appendRow(items)
            else:
                for column, text in enumerate(_texts(alarm)):
                    self._model.item(item.row(), column).setText(text)
                item.setData(_sort_key(alarm), Qt.ItemDataRole.UserRole)
        self._rain.taken()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._rain.painted(self._is_in_view)

    def _is_in_view(self, alarm_id: str) -> bool:
        if (item := self._of.get(alarm_id)) is None:
            return False
        index = self._sorted.mapFromSource(item.index())
        return self.visualRect(index).intersects(self.viewport().rect())


def _texts(alarm: Alarm) -> list[str]:
    place = alarm.place.en or alarm.source
    return [
        f"P{alarm.priority:d}", f"{alarm.raised_at:.0f}", alarm.kind, place, alarm.district, alarm.source, alarm.state,
        alarm.owner,
    ]  # fmt: skip


def _sort_key(alarm: Alarm) -> str:
    rank, is_fault, priority, raised_at, _id = place_in_queue(alarm) or (9, 0, 0, 0.0, "")
    return f"{rank} {is_fault:d} {priority:d} {raised_at:017.3f}"


async def measure(side: str, url: str, folder: Path, seconds: float) -> Sample:
    """As of ours."""
    store, tasks, gap = Store(), Tasks(), LoopGap()
    link = await known(url, store, tasks)
    rain = Rain(store)
    shown = Peer(store, rain) if side == "peer" else None
    if shown is not None:
        shown.show()
    else:

        def take() -> None:
            store.take()
            rain.taken()

        store.on_change = take
    store.take()
    sample = await pour(store, folder, rain, lambda intent: tasks.spawn(_send(link, intent), "answer"), gap, seconds)
    await link.stop()
    await tasks.close()
    if shown is not None:
        shown.hide()
        shown.deleteLater()
    return sample


async def _send(link: Link, intent: Intent) -> None:
    await link.send(intent)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=("peer", "floor"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--folder", type=Path, required=True, help="of the flooded city")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of flood that are measured")
    asked = parser.parse_args()
    tell(in_process(lambda: measure(asked.side, asked.url, asked.folder, asked.seconds)))


if __name__ == "__main__":
    main()
