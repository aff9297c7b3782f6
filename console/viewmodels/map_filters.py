"""What the operator wants to see of each layer of the map: pure rules, the same for what stands and what moves.

A layer has facets (state, owner, kind ...), a facet has values, and a value is named by a mark:
``layer/facet/value``. What is hidden is remembered, not what is shown: a value that comes with another version is seen.
"""

from collections.abc import Iterable
from enum import Enum, StrEnum
from functools import cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from console.domain.alarms import Alarm, AlarmState, Priority
from console.domain.incidents import Incident
from console.domain.units import Agency, UnitStatus
from console.state.points import OWNERS, SITE_KINDS, Layer, Points, State as State
from console.viewmodels import words

UNITS, ALARMS, INCIDENTS = "units", "alarms", "incidents"


class Facet(StrEnum):
    """By what a layer is told apart."""

    STATE = "state"
    PRIORITY = "priority"
    AGENCY = "agency"
    STATUS = "status"
    OWNER = "owner"
    KIND = "kind"
    HELP = "help"


class Help(StrEnum):
    """Whether anybody was sent to an incident."""

    NONE = "none"
    SENT = "sent"

    @classmethod
    def of(cls, incident: Incident) -> "Help":
        """What an incident has."""
        return cls.SENT if incident.units else cls.NONE


ALARM_STATES = tuple(state for state in AlarmState if state is not AlarmState.NORMAL)
_OK, _DEGRADED, _OFFLINE, _ABSENT = State

FACETS: dict[str, dict[Facet, tuple[Enum, ...]]] = {
    ALARMS: {Facet.PRIORITY: tuple(Priority), Facet.STATE: ALARM_STATES},
    INCIDENTS: {Facet.PRIORITY: tuple(Priority), Facet.HELP: tuple(Help)},
    UNITS: {Facet.AGENCY: tuple(Agency), Facet.STATUS: tuple(UnitStatus)},
    Layer.CAMERAS: {Facet.STATE: (_OK, _DEGRADED, _OFFLINE, _ABSENT), Facet.OWNER: OWNERS},
    Layer.PLANNED: {Facet.OWNER: OWNERS},
    Layer.BUTTONS: {Facet.STATE: (_OK, _DEGRADED, _OFFLINE)},
    Layer.SITES: {Facet.STATE: (_OK, _DEGRADED), Facet.KIND: SITE_KINDS},
    Layer.LIGHTING: {Facet.STATE: (_OK, _OFFLINE, _ABSENT)},
}
"""The facets of each layer that has any, the one that its marks show first; values in the order of the legend."""


@cache
def mark(layer: str, facet: Facet, value: Enum) -> str:
    """How a value is named where it is drawn, remembered and switched."""
    return f"{layer}/{facet}/{value.name.lower()}"


MARKS: dict[str, tuple[str, Facet, Enum]] = {
    mark(layer, facet, value): (layer, facet, value)
    for layer, facets in FACETS.items()
    for facet, values in facets.items()
    for value in values
}
"""All marks there are."""


class MapFilter(Struct, frozen=True):
    """What is not shown. ``district`` is the only one whose standing things are shown (KATO code); "" for all.

    Alarms, incidents and units know no district filter: an officer who looks at cameras of one district must not lose
    sight of an alarm in another.
    """

    hidden: frozenset[str] = frozenset()
    district: str = ""

    @classmethod
    def remembered(cls, hidden: Iterable[str], district: str) -> "MapFilter":
        """A filter of an earlier run; marks and districts that are not known (any more) are left out."""
        return cls(frozenset(hidden) & MARKS.keys(), district if district in words.DISTRICTS else "")

    @property
    def is_filtering(self) -> bool:
        """Whether anything may be hidden."""
        return self != MapFilter()

    def filters(self, layer: str) -> bool:
        """Whether anything of this layer may be hidden."""
        by_district = bool(self.district) and layer in frozenset(Layer)
        return by_district or any(one.startswith(f"{layer}/") for one in self.hidden)

    def shows(self, layer: str, facet: Facet, value: Enum) -> bool:
        """Whether a value is shown."""
        return not self.hidden or mark(layer, facet, value) not in self.hidden

    def with_value(self, of: str, is_shown: bool) -> "MapFilter":
        """Show or hide the value that a mark names."""
        return replace(self, hidden=self.hidden - {of} if is_shown else self.hidden | {of})

    def with_only(self, of: str) -> "MapFilter":
        """Show this value alone of its facet; all of them where it was alone already."""
        layer, facet, _value = MARKS[of]
        others = {mark(layer, facet, other) for other in FACETS[layer][facet]} - {of}
        if others <= self.hidden:
            return replace(self, hidden=self.hidden - others - {of})
        return replace(self, hidden=self.hidden - {of} | others)

    def without(self, layer: str) -> "MapFilter":
        """Show all of a layer again; the district stays."""
        return replace(self, hidden=frozenset(one for one in self.hidden if not one.startswith(f"{layer}/")))

    # What it lets through

    def alarm(self, alarm: Alarm) -> bool:
        """Whether an alarm is shown; one that is back to normal never is."""
        shown = alarm.state is not AlarmState.NORMAL and self.shows(ALARMS, Facet.PRIORITY, alarm.priority)
        return shown and self.shows(ALARMS, Facet.STATE, alarm.state)

    def incident(self, incident: Incident) -> bool:
        """Whether an incident is shown; a closed one never is."""
        shown = incident.is_open and self.shows(INCIDENTS, Facet.PRIORITY, incident.priority)
        return shown and self.shows(INCIDENTS, Facet.HELP, Help.of(incident))

    def unit(self, agency: Agency, status: UnitStatus) -> bool:
        """Whether a unit is shown."""
        return self.shows(UNITS, Facet.AGENCY, agency) and self.shows(UNITS, Facet.STATUS, status)

    def states(self, layer: Layer) -> tuple[State, ...] | None:
        """The states of points that are shown; None: all."""
        states = FACETS.get(layer, {}).get(Facet.STATE, ())
        hidden = [state for state in states if not self.shows(layer, Facet.STATE, state)]
        return tuple(state for state in State if state not in hidden) if hidden else None

    def mask(self, layer: Layer, points: Points) -> NDArray[np.bool_] | None:
        """Of each point whether what does not change by itself (owner, kind, district) lets it through; None: all."""
        masks = []
        for facet, column in ((Facet.OWNER, points.owner), (Facet.KIND, points.kind)):
            values = FACETS.get(layer, {}).get(facet, ())
            shown = np.array([self.shows(layer, facet, value) for value in values], np.bool_)
            if not shown.all():
                masks.append(shown[column])
        if self.district:
            masks.append(np.array([code == self.district for code in points.districts], np.bool_)[points.district])
        return np.logical_and.reduce(masks) if masks else None


def hidden_emergencies(alarms: Iterable[Alarm], wanted: MapFilter, is_layer_shown: bool) -> int:
    """How many P1 that nobody has acknowledged are not on the map: this is never kept silent."""
    if is_layer_shown and not wanted.filters(ALARMS):
        return 0
    return sum(
        alarm.priority is Priority.P1 and alarm.is_unacknowledged and not (is_layer_shown and wanted.alarm(alarm))
        for alarm in alarms
    )
