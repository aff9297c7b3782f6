"""Joins the walls with the owners' consent: a tile whose camera may be seen no more forgets its picture."""

from PySide6.QtCore import QObject

from console.domain.changes import Changes
from console.domain.errors import Problem, ProblemType
from console.state.store import Store
from console.viewmodels.tile_rules import WITHDRAWN, TileState
from console.viewmodels.walls import Walls


class TileConsents(QObject):
    """Reads consent with each tick; also brings a tile back whose camera may be seen again."""

    def __init__(self, store: Store, walls: Walls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._walls = walls

    def refresh(self, changes: Changes) -> None:
        """Take in which cameras may be seen."""
        if not (changes.cameras or changes.whole or changes.registry):
            return
        for wall in self._walls.all:
            for tile in wall.all_tiles:
                if not tile.camera or not (changes.whole or changes.registry or tile.camera in changes.cameras):
                    continue
                allows = self._allows(tile.camera)
                if not allows and tile.state is not TileState.NO_CONSENT:
                    wall.withdraw(tile.index, Problem(ProblemType.NO_CONSENT, WITHDRAWN, 403))
                elif allows and tile.state is TileState.NO_CONSENT and tile.camera in self._store.picture.consents:
                    wall.retry(tile.index)

    def _allows(self, camera_id: str) -> bool:
        """A camera that the registry does not know is the center's to refuse."""
        camera = self._store.cameras.get(camera_id)
        consent = self._store.picture.consents.get(camera_id, camera.consent if camera else None)
        return consent is None or consent.allows
