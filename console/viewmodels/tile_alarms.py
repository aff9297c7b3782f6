"""Joins the walls with the alarms: a tile whose camera is witness of an alarm that stands is marked.

That is its own alarm, one of its site, and one whose place it sees or stands close by: a panic button of the street has
no camera of its own, and the tiles that were opened for it must neither be replaced nor slowed down.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil, floor

from PySide6.QtCore import QObject

from console.domain.alarms import Alarm, Priority
from console.domain.cameras import Camera
from console.domain.changes import Changes
from console.domain.geo import METRES_PER_DEGREE_LAT, is_on_the_map
from console.domain.witness import NEAR_M, witnesses
from console.state.store import Store
from console.viewmodels.walls import Walls

CELL = 0.004
"""Degrees: so wide are the squares by which it is found which cameras may be near an alarm."""

FARTHEST_M = 2000.0
"""No camera observes anybody from farther away; a register that says more must not make the search endless."""

Cell = tuple[int, int]


class TileAlarms(QObject):
    """Reads alarms with each tick; marks the tiles anew when alarms there, or what the tiles show, are others.

    Only alarms at what is shown are kept: in a flood thousands stand elsewhere.
    """

    def __init__(self, store: Store, walls: Walls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._walls = walls
        self._shown: list[str] = []
        self._by_name: dict[str, list[str]] = {}
        """Cameras that are shown, by their id and by their site."""
        self._by_cell: dict[Cell, list[Camera]] = {}
        """The same by the squares in which they can be witnesses."""
        self._here: dict[str, tuple[Alarm, set[str]]] = {}
        """Alarms that stand, each with the cameras that are its witnesses."""

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed."""
        shown = [camera for wall in self._walls.all for camera in wall.cameras]
        is_other = changes.whole or changes.registry or shown != self._shown
        if is_other:
            self._shown = shown
            self._look_at(dict.fromkeys(camera for camera in shown if camera))
            self._here.clear()
        if self._take(self._store.picture.alarms.keys() if is_other else changes.alarms) or is_other:
            marks = self._marks()
            for wall in self._walls.all:
                wall.mark_alarms(marks)

    def _look_at(self, shown: Iterable[str]) -> None:
        by_name, by_cell = defaultdict(list), defaultdict(list)
        for name in shown:
            by_name[name].append(name)
            if (camera := self._store.cameras.get(name)) is not None:
                if camera.site:
                    by_name[camera.site].append(name)
                for cell in _cells(camera):
                    by_cell[cell].append(camera)
        self._by_name, self._by_cell = dict(by_name), dict(by_cell)

    def _take(self, touched: Iterable[str]) -> bool:
        """Keep those of the alarms that stand at what is shown. Whether one of them came, changed or went."""
        alarms, here, is_changed = self._store.picture.alarms, self._here, False
        for alarm_id in touched:
            alarm = alarms.get(alarm_id)
            cameras = self._witnesses(alarm) if alarm is not None else None
            if alarm is not None and cameras and _stands(alarm):
                here[alarm_id] = alarm, cameras
                is_changed = True
            elif here.pop(alarm_id, None) is not None:
                is_changed = True
        return is_changed

    def _witnesses(self, alarm: Alarm) -> set[str]:
        """The cameras shown that are witnesses; of a fault only those that it is of, or whose site it is of."""
        by_name = self._by_name
        found = {*by_name.get(alarm.source, ()), *by_name.get(alarm.site, ())}
        if not alarm.is_fault and is_on_the_map(alarm.lon, alarm.lat):
            near = self._by_cell.get((floor(alarm.lon / CELL), floor(alarm.lat / CELL)), ())
            found.update(camera.id for camera in near if witnesses(camera, alarm))
        return found

    def _marks(self) -> dict[str, Priority]:
        """Priority of the worst alarm by camera shown."""
        marks: dict[str, Priority] = {}
        for alarm, cameras in self._here.values():
            for camera in cameras:
                marks[camera] = min(alarm.priority, marks.get(camera, alarm.priority))
        return marks


def _cells(camera: Camera) -> Iterator[Cell]:
    """The squares that lie, at least in part, as near to a camera as it may be witness."""
    if not is_on_the_map(camera.lon, camera.lat):
        return
    seen_m = min(max(camera.reach, NEAR_M), FARTHEST_M)
    reach = ceil(seen_m / (CELL * METRES_PER_DEGREE_LAT * 0.7))  # narrower from west to east
    column, row = floor(camera.lon / CELL), floor(camera.lat / CELL)
    yield from (
        (column + across, row + down) for across in range(-reach, reach + 1) for down in range(-reach, reach + 1)
    )


def _stands(alarm: Alarm) -> bool:
    """Whether nobody has acknowledged it, or it is not over."""
    return alarm.is_unacknowledged or alarm.is_active
