"""Joins the walls with the alarms: a tile whose camera, or whose camera's site, stands at an active alarm is marked."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from console.domain.alarms import Alarm, Priority
from console.domain.changes import Changes
from console.state.store import Store
from console.viewmodels.walls import Walls


class TileAlarms(QObject):
    """Reads alarms with each tick; marks the tiles anew when alarms there, or what the tiles show, are others.

    Only alarms at what is shown are kept: in a flood thousands stand elsewhere.
    """

    def __init__(self, store: Store, walls: Walls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._walls = walls
        self._shown: list[str] = []
        self._sites: dict[str, str] = {}
        """Site of each camera shown, "" where it has none."""
        self._here: dict[str, Alarm] = {}

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed."""
        shown = [camera for wall in self._walls.all for camera in wall.cameras]
        is_other = changes.whole or changes.registry or shown != self._shown
        if is_other:
            cameras = self._store.cameras
            self._shown = shown
            self._sites = {i: cameras[i].site if i in cameras else "" for i in shown if i}
            self._here.clear()
        if self._take(self._store.picture.alarms.keys() if is_other else changes.alarms) or is_other:
            marks = self._marks()
            for wall in self._walls.all:
                wall.mark_alarms(marks)

    def _take(self, touched: Iterable[str]) -> bool:
        """Keep those of the alarms that stand at what is shown. Whether one of them came, changed or went."""
        alarms, places = self._store.picture.alarms, {*self._sites, *self._sites.values()} - {""}
        is_changed = False
        for alarm_id in touched:
            alarm = alarms.get(alarm_id)
            if alarm is not None and (alarm.source in places or alarm.site in places) and _stands(alarm):
                self._here[alarm_id] = alarm
                is_changed = True
            elif self._here.pop(alarm_id, None) is not None:
                is_changed = True
        return is_changed

    def _marks(self) -> dict[str, Priority]:
        """Priority of the worst alarm by camera shown."""
        marks: dict[str, Priority] = {}
        for camera, site in self._sites.items():
            here = [a.priority for a in self._here.values() if a.source == camera or (site and a.site == site)]
            if here:
                marks[camera] = min(here)
        return marks


def _stands(alarm: Alarm) -> bool:
    """Whether nobody has acknowledged it, or it is not over."""
    return alarm.is_unacknowledged or alarm.is_active
