"""Joins the walls with the alarms: a tile whose camera, or whose camera's site, stands at an active alarm is marked."""

from PySide6.QtCore import QObject

from console.domain.alarms import Priority
from console.domain.changes import Changes
from console.state.store import Store
from console.viewmodels.walls import Walls


class TileAlarms(QObject):
    """Reads alarms with each tick; marks the tiles anew when alarms, or what the tiles show, are others."""

    def __init__(self, store: Store, walls: Walls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._walls = walls
        self._shown: list[str] = []

    def refresh(self, changes: Changes) -> None:
        """Take in the alarms that changed."""
        shown = [camera for wall in self._walls.all for camera in wall.cameras]
        if changes.alarms or changes.whole or shown != self._shown:
            self._shown = list(shown)
            marks = self._marks()
            for wall in self._walls.all:
                wall.mark_alarms(marks)

    def _marks(self) -> dict[str, Priority]:
        """Priority of the worst alarm that nobody has acknowledged, or that still stands, by camera shown."""
        marks: dict[str, Priority] = {}
        standing = [a for a in self._store.picture.alarms.values() if a.is_unacknowledged or a.is_active]
        for camera_id in filter(None, self._shown):
            camera = self._store.cameras.get(camera_id)
            site = camera.site if camera else ""
            here = [a.priority for a in standing if a.source == camera_id or (site and a.site == site)]
            if here:
                marks[camera_id] = min(here)
        return marks
