"""What can see a point: cameras by how much they can tell of a person there, listed and drawn on the map."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from console.domain.cameras import Camera, Consent
from console.domain.changes import Changes
from console.insight.sight import Sight, SightClass, Sighting
from console.language import N_, _
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_places import Spot
from console.viewmodels.map_surfaces import Reckoning

SIGHT_CLASS = {
    SightClass.IDENTIFY: N_("identify"),
    SightClass.RECOGNISE: N_("recognise"),
    SightClass.OBSERVE: N_("observe"),
    SightClass.DETECT: N_("detect"),
    SightClass.MONITOR: N_("monitor"),
}


Basis = tuple[int, dict[str, Consent]]
"""What a sight is reckoned from: the registry's revision, and what owners have said since."""


class Onlooker(Struct, frozen=True):
    """A camera in the list: its rank from 1, id, place, and what can be told."""

    rank: int
    camera: str
    place: str
    note: str


class Onlookers(Feature):
    """``spot`` is the point in question, None for none; ``rows`` the cameras that see it, the sharpest first."""

    changed = Signal()

    def __init__(
        self,
        store: Store,
        page: MapPage,
        place_of: Callable[[float, float], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._page, self._place_of = store, page, place_of
        self._sight: tuple[Basis, Sight] | None = None
        self._is_old = False
        self._found: Sequence[Sighting] = ()
        self._reckoning: Reckoning[tuple[Basis, Sight]] = Reckoning(self)
        self._reckoning.done.connect(self._take)
        self.spot: Spot | None = None
        self.is_ready = False
        page.join("onlookers", self)

    def known(self) -> dict[str, Any]:
        """The sight lines, where some are shown."""
        return {"sight_lines": self._lines()}

    @property
    def rows(self) -> list[Onlooker]:
        """The cameras in words."""
        return [self._row(n, one) for n, one in enumerate(self._found, start=1)]

    def look(self, spot: Spot) -> None:
        """Find out who sees this point; the first time in a registry it takes some tenths of a second."""
        self.spot, self.is_ready = spot, False
        self._found = ()
        basis = self._basis()
        if self._sight is None or self._sight[0] != basis:
            cameras = list(self._cameras())
            self._reckoning.ask(lambda: (basis, Sight(cameras)))
            self.changed.emit()
        else:
            self._find()

    def clear(self) -> None:
        """Look at no point."""
        if self.spot is not None:
            self.spot, self._found = None, ()
            self._tell()

    def refresh(self, changes: Changes) -> None:
        """A camera may have failed, or come back: that is looked at with the next beat (8 ms for a whole city).

        What owners agree to is reckoned in at once.
        """
        is_other = changes.registry or changes.cameras or changes.whole
        if is_other and self.spot is not None and self._sight is not None and self._sight[0] != self._basis():
            self.look(self.spot)
        self._is_old = self._is_old or changes.whole or bool(changes.devices)

    def beat(self) -> None:
        """Once a second."""
        if self._is_old and self._sight is not None and self._sight[0] == self._basis():
            self._is_old = False
            self._find()

    def retranslate(self) -> None:
        """The language has changed."""
        self.changed.emit()

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._reckoning.close()

    def _take(self, made: tuple[Basis, Sight]) -> None:
        self._sight = made
        if self.spot is not None:
            if made[0] == self._basis():
                self._find()
            else:
                self.look(self.spot)

    def _find(self) -> None:
        if self.spot is None or self._sight is None:
            return
        sight = self._sight[1]
        sight.update(self._store.picture.devices)
        found = sight.of(self.spot.lon, self.spot.lat)
        if found != self._found or not self.is_ready:
            self._found, self.is_ready = found, True
            self._tell()

    def _tell(self) -> None:
        self._page.tell(sight_lines=self._lines())
        self.changed.emit()

    def _lines(self) -> dict[str, Any]:
        cameras = self._store.cameras
        return {
            "at": [self.spot.lon, self.spot.lat] if self.spot else None,
            "cameras": [
                {
                    "lon": camera.lon,
                    "lat": camera.lat,
                    "heading": camera.heading,
                    "angle": camera.view_angle,
                    "metres": one.distance_m,
                    "must_turn": one.must_turn,
                }
                for one in self._found
                if (camera := cameras.get(one.camera)) is not None
            ],
        }

    def _row(self, rank: int, one: Sighting) -> Onlooker:
        camera = self._store.cameras.get(one.camera)
        told = _("{class}, {n} px/m, {distance}").format(
            **{"class": _(SIGHT_CLASS[one.sight_class])},
            n=round(one.px_per_m),
            distance=words.distance(max(one.distance_m, 10)),
        )
        note = _("must be turned: {what}").format(what=told) if one.must_turn else told
        return Onlooker(rank, one.camera, self._place_of(camera.lon, camera.lat) if camera else "", note)

    def _basis(self) -> Basis:
        revision = self._store.registry.revision if self._store.registry else 0
        return revision, dict(self._store.picture.consents)

    def _cameras(self) -> Iterator[Camera]:
        """Those of the registry, with what their owners agree to now."""
        consents = self._store.picture.consents
        for camera in self._store.cameras.values():
            said = consents.get(camera.id)
            yield camera if said is None else replace(camera, consent=said)
