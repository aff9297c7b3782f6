"""Cordons and geofences as the operator works with them: chosen, listed, described, their corners moved.

The page hears of the zones themselves with everything else that comes and goes (``map_news``).
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from console.domain.changes import Changes
from console.domain.geo import distance_m
from console.domain.incidents import Incident
from console.domain.intents import RemoveZone
from console.domain.outline import Outline
from console.domain.zones import MAY_DRAW, Drawing, Ring, Zone, ZoneKind, may_change, tidy
from console.language import N_
from console.state.store import Store
from console.viewmodels import zone_words
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_legend import Extra, Group
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_tools import MapTools, Place, Tool

LAYER = "zones"
KIND = "zone"
DRAFT = "draft"
"""The id of a zone that is drawn and not yet named."""


INCIDENT_NEAR_M = 2000.0
"""A cordon further away than this is hardly for the incident."""

INCIDENTS_AT_MOST = 6


class ZoneRow(Struct, frozen=True):
    """A zone in a few words; ``at`` is where the map goes to show it."""

    id: str
    title: str
    kind: ZoneKind
    lines: tuple[str, ...]
    can_change: bool
    at: Place


class MapZones(Feature):
    """``chosen`` is the id of the zone that was clicked, "" for none; ``edited_id`` of the one whose corners move."""

    changed = Signal()
    reshaped = Signal(str, object, int)
    """Corners of a zone were moved: its id, the drawing as it shall be, and the version that was changed."""
    refused = Signal(str)
    """Why what was drawn cannot be a zone, as a sentence."""

    def __init__(
        self, store: Store, page: MapPage, layers: MapLayers, tools: MapTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._page, self._tools = store, page, tools
        self.chosen = ""
        self._edited: Zone | None = None
        self._draft: Drawing | None = None
        self.chosen_incident: Callable[[], str] = lambda: ""
        """Id of the incident that the desk works on; "" for none."""
        page.join(LAYER, self)
        layers.add(Extra(LAYER, N_("Zones"), Group.HAPPENS, is_visible_at_first=True, count=self._count))
        layers.selected.connect(self._click)
        tools.changed.connect(self._look_at_tool)

    def known(self) -> dict[str, Any]:
        """What is chosen, what is being named, and what is being changed."""
        return {"zone_chosen": self.chosen, "zone_draft": self._draft_told(), "edit": self._edit_told()}

    @property
    def edited_id(self) -> str:
        """The zone whose corners the hand moves; "" for none."""
        return self._edited.id if self._edited else ""

    @property
    def may_draw(self) -> bool:
        """Whether the center takes zones from this operator."""
        return self._store.operator is None or self._store.operator.role in MAY_DRAW

    @property
    def now(self) -> float:
        """The center's time, Unix seconds."""
        return self._store.clock.now()

    def zone(self, zone_id: str) -> Zone | None:
        """A zone by its id, where it is there (still)."""
        return self._store.picture.zones.get(zone_id)

    def is_kept(self, zone_id: str) -> bool:
        """Whether a zone is there, and nobody on this desk has asked to take it away."""
        waiting = self._store.pending.get(zone_id, {}).values()
        return self.zone(zone_id) is not None and not any(isinstance(intent, RemoveZone) for intent in waiting)

    def incidents(self, ring: Ring) -> list[Incident]:
        """Open incidents that a zone may be for: the one that the desk works on, then the nearest."""
        chosen = self.chosen_incident()
        near = [
            (incident.id != chosen, _away_m(incident, ring), incident.id, incident)
            for incident in self._store.picture.incidents.values()
            if incident.is_open and (incident.id == chosen or _away_m(incident, ring) <= INCIDENT_NEAR_M)
        ]
        return [incident for *_rank, incident in sorted(near, key=itemgetter(0, 1, 2))][:INCIDENTS_AT_MOST]

    def incident_of(self, ring: Ring) -> str:
        """The incident that a cordon is most likely for; "" where that is not clear.

        It is the one that the desk works on if it is near, else the only one within.
        """
        found = self.incidents(ring)
        chosen = self.chosen_incident()
        if found and found[0].id == chosen and _away_m(found[0], ring) <= INCIDENT_NEAR_M:
            return chosen
        within = [incident.id for incident in found if _is_within(incident, ring)]
        return within[0] if len(within) == 1 else ""

    def rows(self) -> Sequence[ZoneRow]:
        """All zones by kind and name."""
        zones = self._store.picture.zones.values()
        return [self.row(zone) for zone in sorted(zones, key=lambda z: (z.drawing.kind, z.drawing.name, z.id))]

    def row(self, zone: Zone) -> ZoneRow:
        """One zone in the operator's words."""
        drawing = zone.drawing
        lons, lats = [lon for lon, _lat in drawing.ring], [lat for _lon, lat in drawing.ring]
        return ZoneRow(
            zone.id,
            drawing.name,
            drawing.kind,
            tuple(zone_words.lines(self._store, zone)),
            self._may_change(zone),
            ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2),
        )

    def choose(self, zone_id: str) -> None:
        """Mark a zone; "" lets it go."""
        if zone_id != self.chosen:
            self.chosen = zone_id
            self._page.tell(zone_chosen=zone_id)
            self.changed.emit()

    def edit(self, zone_id: str) -> None:
        """Let the hand move the corners of a zone."""
        if (zone := self.zone(zone_id)) is not None:
            self._edited = zone
            self._page.tell(edit=self._edit_told())
            self._tools.use(Tool.EDIT)

    def show_draft(self, drawing: Drawing | None) -> None:
        """Show what is drawn while it is being named; None takes it away."""
        self._draft = drawing
        self._page.tell(zone_draft=self._draft_told())

    def refresh(self, changes: Changes) -> None:
        """What is chosen or being changed may be another, or gone."""
        if not changes.zones and not changes.whole:
            return
        if self.edited_id and self.zone(self.edited_id) is None:
            self._tools.use(Tool.HAND)
        if self.chosen and self.zone(self.chosen) is None:
            self.choose("")
        self.changed.emit()

    @Slot("QVariantList")
    def edited(self, ring: Sequence[Sequence[float]]) -> None:
        """The corners are as the operator wants them."""
        zone = self._edited
        self._tools.use(Tool.HAND)
        if zone is None:
            return
        drawing = tidy(replace(zone.drawing, ring=tuple((float(lon), float(lat)) for lon, lat in ring)))
        if why := zone_words.problem(drawing):
            self.refused.emit(why)
        elif drawing != zone.drawing:
            self.reshaped.emit(zone.id, drawing, zone.version)

    def _click(self, kind: str, thing: str) -> None:
        self.choose(thing if kind == KIND else "")

    def _look_at_tool(self) -> None:
        if self._edited is not None and self._tools.tool is not Tool.EDIT:
            self._edited = None
            self._page.tell(edit=self._edit_told())

    def _edit_told(self) -> dict[str, Any]:
        return {"id": self.edited_id, "ring": self._edited.drawing.ring if self._edited else ()}

    def _draft_told(self) -> dict[str, Any] | None:
        if (drawing := self._draft) is None:
            return None
        return {"id": DRAFT, "kind": drawing.kind, "name": drawing.name or "…", "ring": drawing.ring, "pending": True}

    def _count(self) -> int:
        return len(self._store.picture.zones)

    def _may_change(self, zone: Zone) -> bool:
        return self._store.operator is not None and may_change(self._store.operator, zone)


def _is_within(incident: Incident, ring: Ring) -> bool:
    is_flat = len({lat for _lon, lat in ring}) < 2  # a slip of the hand; why it is no zone is said later
    return not is_flat and Outline([[*ring, ring[0]]]).contains(incident.lon, incident.lat)


def _away_m(incident: Incident, ring: Ring) -> float:
    """Metres from an incident to the nearest corner of a ring; 0 within."""
    if _is_within(incident, ring):
        return 0.0
    return min(distance_m(lon, lat, incident.lon, incident.lat) for lon, lat in ring)
