"""Everything one operator's desk shows: the view models of a store, fed by one tick."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from console.domain.alarms import Alarm
from console.domain.devices import Health
from console.domain.incidents import Incident
from console.insight.city import City, built_in
from console.state.store import Store
from console.viewmodels.alarm_card import AlarmCard
from console.viewmodels.alarms import AlarmsModel
from console.viewmodels.annunciation import Annunciation
from console.viewmodels.company import Company
from console.viewmodels.consents import Consents
from console.viewmodels.incident import IncidentView
from console.viewmodels.places import Places, brief
from console.viewmodels.queue_views import QueueViews
from console.viewmodels.radio import Radio
from console.viewmodels.ranking import spot_of
from console.viewmodels.search import Search, Street
from console.viewmodels.selection import Selection
from console.viewmodels.shorthand import Said, read
from console.viewmodels.status import StatusView
from console.viewmodels.tick import Tick
from console.viewmodels.units import UnitsModel

SPARE_CAMERAS = 24
"""So many more than are opened are looked at: some of them may be out of order, or their owners agree no more."""


class Desk(QObject):
    """The view models; ``tick`` may be given further readers (map layers, tiles)."""

    def __init__(
        self,
        store: Store,
        *,
        streets: Callable[[], Mapping[str, Street]] = dict,
        city: Callable[[], City] = built_in,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.tick = Tick(store, self)
        self.selection = Selection(store, self)
        self.alarms = AlarmsModel(store, self)
        self.queue_views = QueueViews(self.alarms, self)
        self.units = UnitsModel(store, self)
        self.incident = IncidentView(store, self.selection, self)
        self.alarm_card = AlarmCard(store, self.selection, self.alarms.words, self.alarms.nearby, brief, city, self)
        self.status = StatusView(store, self)
        self.status.floods.changed.connect(self.alarms.follow_flood)
        self.annunciation = Annunciation(store, self)
        self.status.floods.changed.connect(lambda is_flood: setattr(self.annunciation, "is_flood", is_flood))
        self.consents = Consents(store, self)
        self.radio = Radio(store, self)
        self.company = Company(store, self.selection, self)
        self.search = Search(store, streets, city)
        self.places = Places(store, city)
        self.middle: Callable[[], tuple[float, float] | None] = lambda: None
        """Longitude and latitude of the middle of the map, where there is one."""
        self.tick.read_by(self.alarms, self.units, self.selection, self.incident, self.status, self.annunciation)
        self.tick.read_by(self.alarm_card)
        self.tick.read_by(self.consents, self.radio, self.company)
        self.tick.each_second(
            self.alarms.beat, self.units.beat, self.status.beat, self.annunciation.beat, self.radio.beat
        )

    def cameras_for(self, alarm: Alarm, limit: int = 6) -> list[str]:
        """Ids of the cameras to open for an alarm: its own, its site's, those that see the place, those nearby.

        Those that give no picture now are left out, but for its own, whose tile then says why.
        """
        views = self.alarms.nearby.views()
        ranked = views.nearest(alarm.lon, alarm.lat, own=alarm.source, site=alarm.site, limit=limit + SPARE_CAMERAS)
        return [r.camera for r in ranked if r.camera == alarm.source or self._gives_a_picture(r.camera)][:limit]

    def alarm(self, alarm_id: str) -> Alarm | None:
        """An alarm by its id, where it is there (still)."""
        return self._store.picture.alarms.get(alarm_id)

    def cameras_near(self, lon: float, lat: float, limit: int = 6) -> list[str]:
        """Ids of the cameras to open for a place: those that see it, then those nearby, the nearest first."""
        ranked = self.alarms.nearby.views().nearest(lon, lat, limit=limit + SPARE_CAMERAS)
        return [r.camera for r in ranked if self._gives_a_picture(r.camera)][:limit]

    def _gives_a_picture(self, camera_id: str) -> bool:
        """Whether a camera works and its owner agrees, as far as is known now."""
        camera, picture = self._store.cameras.get(camera_id), self._store.picture
        is_offline = picture.devices.get(camera_id) is Health.OFFLINE
        return camera is not None and picture.may_open(camera) and not is_offline

    def rank_units_for(self, about: Alarm | Incident) -> None:
        """Put the units that could go there first on the board, those of the agency that answers before others."""
        self.units.ranking.begin(spot_of(about))

    def shorthand(self, typed: str) -> Said | None:
        """What dispatcher shorthand asks for, or None."""
        return read(typed, self._store.picture, self._store.clock.now())

    def retranslate(self) -> None:
        """The language has changed."""
        self.alarms.retranslate()
        self.units.retranslate()
        self.incident.retranslate()
        self.status.changed.emit()
