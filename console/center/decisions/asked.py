"""Who asks, when, and what is known then: what all decisions look at, with the refusals that they share."""

from msgspec import Struct

from console.center import problems
from console.center.city import City
from console.domain.alarms import Alarm
from console.domain.incidents import Incident
from console.domain.picture import Picture
from console.domain.session import LEADS, Operator
from console.domain.units import Unit
from console.domain.zones import Zone


class Asked(Struct, frozen=True):
    """The circumstances of an intent; see ``decide``."""

    picture: Picture
    actor: Operator
    if_match: int | None
    now: float
    city: City

    @property
    def leads(self) -> bool:
        """Whether who asks decides for others."""
        return self.actor.role in LEADS

    def new_id(self, letter: str) -> str:
        """The id of what the first event makes."""
        return f"{letter}{self.picture.seq + 1}"

    def alarm(self, alarm_id: str) -> Alarm:
        """The alarm. Raises Refused where there is none."""
        if alarm := self.picture.alarms.get(alarm_id):
            return alarm
        raise problems.not_found(f"alarm {alarm_id}; it may have ended")

    def incident(self, incident_id: str) -> Incident:
        """The incident, open or not. Raises Refused where there is none."""
        if incident := self.picture.incidents.get(incident_id):
            return incident
        raise problems.not_found(f"incident {incident_id}")

    def open_incident(self, incident_id: str) -> Incident:
        """The incident. Raises Refused where there is none, or it is closed."""
        incident = self.incident(incident_id)
        if not incident.is_open:
            by = incident.log[-1].by if incident.log else ""
            into = f": it goes on in {incident.merged_into}" if incident.merged_into else ""
            detail = f"Incident {incident.id} is closed{into}."
            raise problems.conflict(detail, by=by, at=incident.closed_at, current=incident.version)
        return incident

    def unit(self, unit_id: str) -> Unit:
        """The unit. Raises Refused where there is none."""
        if unit := self.picture.units.get(unit_id):
            return unit
        raise problems.not_found(f"unit {unit_id}")

    def as_seen(self, thing: Incident | Unit | Zone, what: str) -> None:
        """Raises Refused (412) where it is not any more as the actor saw it."""
        if self.if_match is not None and self.if_match != thing.version:
            raise problems.changed(what, thing.version)

    def still_quiet(self, alarm: Alarm) -> None:
        """Raises Refused (412) where the alarm has asked for another look since the actor saw it."""
        if self.if_match is not None and self.if_match < alarm.raised_version:
            raise problems.changed(f"Alarm {alarm.id}", alarm.raised_version)


def words(text: str, what: str) -> str:
    """What was written, without spaces around it. Raises Refused where nothing is left: ``what`` needs words."""
    if kept := text.strip():
        return kept
    raise problems.no_words(what)
