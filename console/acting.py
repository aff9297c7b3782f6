"""What an operator asks for, carried out: intents go through the link to the center, sights to the map and the wall."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from console.domain.alarms import Alarm, AlarmKind
from console.domain.errors import Refused
from console.domain.incidents import Incident
from console.domain.intents import AssignUnit, Intent, OpenCall, OpenIncident, SplitIncident, subject, written
from console.domain.protocol import Outcome, Recommendations, Wanted
from console.language import _
from console.link.errors import LinkError
from console.notices import Notices
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels.desk import Desk

STREET_ZOOM = 16
"""Zoom at which the map shows the place of an alarm: streets, single cameras and where they look."""


class Sender(Protocol):
    """The way up: ``Link`` is the real one."""

    async def send(self, intent: Intent, version: int | None = None) -> Outcome:
        """Have the center carry out an intent."""
        ...

    async def inject(self, device: str, kind: AlarmKind) -> None:
        """Make a device speak."""
        ...

    async def recommend(self, wanted: Wanted) -> Recommendations:
        """Whom to send."""
        ...


class Map(Protocol):
    """What is asked of the map."""

    def fly_to(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Show a place."""
        ...


class Wall(Protocol):
    """What is asked of the video wall."""

    def open(self, camera: str, reason: str = "") -> int | None:
        """Show a camera."""
        ...

    def open_many(self, cameras: Sequence[str], reason: str = "") -> list[int]:
        """Show several cameras."""
        ...

    def open_for_alarm(self, cameras: Sequence[str]) -> list[int]:
        """Show the cameras of an alarm beside each other."""
        ...


class Acting:
    """The ``Actions`` of the view models. ``sender`` is asked each time: there is none before the log in."""

    def __init__(
        self, store: Store, desk: Desk, map_: Map, wall: Wall, sender: Callable[[], Sender | None], notices: Notices
    ) -> None:
        self._store = store
        self._desk = desk
        self._map = map_
        self._wall = wall
        self._sender = sender
        self._notices = notices
        self._sending: set[str] = set()
        """Units about to be sent: the store knows of them only with the loop's next turn."""
        self.tasks = Tasks()
        desk.units.ranking.asked.connect(lambda wanted: self.tasks.spawn(self.rank(wanted), "act: whom to send"))

    def want(self, intent: Intent, version: int | None = None) -> None:
        """Have the center carry out an intent, on what is known now unless a version is told.

        An incident that comes of it is chosen when it is there, unless something else was chosen meanwhile.
        """
        version = self._version(intent) if version is None else version
        if isinstance(intent, OpenIncident | OpenCall | SplitIncident):
            self.tasks.spawn(self._open(intent, version), f"act: {type(intent).__name__}")
        else:
            self._send(intent, version)

    def assign(self, incident_id: str, unit_id: str) -> None:
        """Send the unit to the incident; not once more while the center has not answered."""
        unit = self._store.picture.units.get(unit_id)
        if unit is None:
            return
        if unit_id in self._sending or self._desk.units.is_being_sent(unit_id):
            self._notices.info(_("{unit} is being sent already.").format(unit=unit.callsign), key="being-sent")
            return
        self._sending.add(unit_id)
        self._send(AssignUnit(incident_id, unit_id), unit.version).add_done_callback(
            lambda _task: self._sending.discard(unit_id)
        )

    def assign_best(self, incident_id: str) -> None:
        """Send the free unit that stands first: as the board shows it, or as the center says when it shows none."""
        if (incident := self._store.picture.incidents.get(incident_id)) is not None:
            self.tasks.spawn(self._assign_best(incident), "act: send the best unit")

    def inject(self, device: str, kind: AlarmKind) -> None:
        """Make a device raise an alarm (trainers)."""
        self.tasks.spawn(self._inject(device, kind), "act: inject")

    def go_to(self, alarm_id: str) -> None:
        """Fly the map to the alarm, open its cameras and rank the units that could go there."""
        if alarm := self._alarm(alarm_id):
            self._desk.selection.choose_alarms((alarm_id,))
            self._map.fly_to(alarm.lon, alarm.lat, STREET_ZOOM)
            self._desk.rank_units_for(alarm)
            self.open_cameras(alarm_id)

    def open_cameras(self, alarm_id: str) -> None:
        """Open the cameras that see the alarm's place."""
        if alarm := self._alarm(alarm_id):
            self._wall.open_for_alarm(self._desk.cameras_for(alarm))

    def open_camera(self, camera_id: str) -> None:
        """Open one camera in a tile."""
        self._wall.open(camera_id)

    def open_many(self, camera_ids: Sequence[str]) -> None:
        """Open several cameras, as many as there are tiles."""
        self._wall.open_many(camera_ids)

    def look_at(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Fly the map to a place, as near as streets are read where no zoom is given."""
        self._map.fly_to(lon, lat, zoom or STREET_ZOOM)

    def _alarm(self, alarm_id: str) -> Alarm | None:
        return self._store.picture.alarms.get(alarm_id)

    def _send(self, intent: Intent, version: int | None) -> "asyncio.Task[Outcome | None]":
        return self.tasks.spawn(self._sent(intent, version), f"act: {type(intent).__name__}")

    def _version(self, intent: Intent) -> int | None:
        """The version of what the intent changes."""
        about, picture = subject(intent), self._store.picture
        for things in (picture.alarms, picture.incidents, picture.units, picture.zones):
            if (thing := things.get(about)) is not None:
                return thing.version
        return None

    async def _open(self, intent: OpenIncident | OpenCall | SplitIncident, version: int | None) -> None:
        selection = self._desk.selection
        before = selection.at_work
        outcome = await self._sent(intent, version)
        if outcome and selection.at_work == before:
            selection.choose_incident(outcome.created)

    async def _assign_best(self, incident: Incident) -> None:
        ranking = self._desk.units.ranking
        is_shown = ranking.is_exact and ranking.spot is not None and ranking.spot.incident == incident.id
        if not is_shown:
            self._desk.rank_units_for(incident)
            await self.rank(Wanted(incident.id))
        if (unit := self._desk.units.best()) is not None:
            self.assign(incident.id, unit.id)
        else:
            text = _("No unit is free. The board shows the others; one of them can be taken from its task.")
            self._notices.warning(text, key="no-unit")

    async def rank(self, wanted: Wanted) -> None:
        """Ask the center whom to send; where it does not answer the board goes on by straight distance."""
        ranking = self._desk.units.ranking
        if (sender := self._sender()) is None:
            return
        try:
            told = await sender.recommend(wanted)
        except (Refused, LinkError):
            ranking.lose(wanted)
        else:
            ranking.take(wanted, told.units)

    async def _inject(self, device: str, kind: AlarmKind) -> None:
        if (sender := self._sender()) is None:
            self._notices.warning(_("Please log in."))
            return
        try:
            await sender.inject(device, kind)
        except (Refused, LinkError) as error:
            self._notices.warning(f"{device}: {error}", key="inject")

    async def _sent(self, intent: Intent, version: int | None) -> Outcome | None:
        """The center's answer; None where it refused (the link has told why) or it could not be sent (told here)."""
        sender = self._sender()
        if sender is None:
            self._notices.warning(_("Please log in."), details=written(intent))
            return None
        try:
            return await sender.send(intent, version)
        except Refused:
            return None
        except LinkError as error:
            self._notices.warning(str(error), details=written(intent))
            return None
