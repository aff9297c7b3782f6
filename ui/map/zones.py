"""Zones by hand: what was outlined is named and sent to the center, changed, moved, removed, and brought back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from console.commands import Command, Menu
from console.domain.intents import ChangeZone, DrawZone, RemoveZone
from console.domain.zones import VERTICES_AT_MOST, Drawing, Vertex, Zone, ZoneKind, tidy
from console.language import N_, _
from console.notices import Notices
from console.viewmodels import words
from console.viewmodels.actions import Actions
from console.viewmodels.city_map import CityMap
from ui.dialogs.zone import ZoneDialog
from ui.map.pane import MapPane
from ui.map.zone_card import ZoneCard, ZoneList
from ui.undo import Undo

_KEY = "zone-drawn"


class ZoneHandling(QObject):
    """Joins what is drawn with who may ask the center to keep it."""

    def __init__(self, city_map: CityMap, act: Actions, pane: MapPane, notices: Notices, undo: Undo) -> None:
        super().__init__(pane)
        self._map, self._act, self._pane, self._notices, self._undo = city_map, act, pane, notices, undo
        zones = city_map.zones
        self.card = ZoneCard(zones, city_map.views, pane.corner, pane.web)
        self.list = ZoneList(zones, pane.corner, pane.web)
        self.card.asked_to_change.connect(self.change)
        self.card.asked_to_move.connect(zones.edit)
        self.card.asked_to_remove.connect(self.remove)
        self.list.asked_to_show.connect(self.show)
        city_map.tools.outlined.connect(self.name)
        zones.reshaped.connect(self._change)
        zones.refused.connect(
            lambda why: notices.warning(_("The zone stays as it was. {why}").format(why=why), key=_KEY)
        )
        self.commands = (Command("map.zones", N_("List of zones"), self.list.show_all, Menu.TOOLS),)

    def name(self, kind: str, ring: Sequence[Vertex]) -> None:
        """Ask what an outline shall be called, and have the center keep it; meanwhile it is seen on the map."""
        lon, lat = ring[0]
        place = self._map.address(lon, lat)
        what = words.word(ZoneKind(kind))
        corners = tuple(ring[:VERTICES_AT_MOST])
        incident = self._map.zones.incident_of(corners) if kind == ZoneKind.CORDON else ""
        drawing = tidy(Drawing(ZoneKind(kind), f"{what}, {place}"[:80], corners, incident=incident))
        self._map.zones.show_draft(drawing)
        dialog = self._dialog(drawing)
        dialog.given.connect(self._draw)
        dialog.finished.connect(lambda _answer: self._map.zones.show_draft(None))
        dialog.open()

    def change(self, zone_id: str) -> None:
        """Ask about a zone anew; its corners stay."""
        if (zone := self._map.zones.zone(zone_id)) is not None:
            dialog = self._dialog(zone.drawing)
            dialog.given.connect(lambda drawing: self._change(zone_id, drawing, zone.version))
            dialog.open()

    def remove(self, zone_id: str) -> None:
        """Take a zone away; it can be drawn again as it was."""
        if (zone := self._map.zones.zone(zone_id)) is not None:
            self._act.want(RemoveZone(zone_id))
            text = _("Zone removed: {name}. Ctrl+Z on the map brings it back.").format(name=zone.drawing.name)
            self._undo.offer(text, partial(self._bring_back, zone))

    def _dialog(self, drawing: Drawing) -> ZoneDialog:
        zones = self._map.zones
        return ZoneDialog(drawing, zones.now, self._pane.window(), incidents=zones.incidents(drawing.ring))

    def _draw(self, drawing: Drawing) -> None:
        self._act.want(DrawZone(drawing))

    def _change(self, zone_id: str, drawing: Drawing, version: int) -> None:
        self._act.want(ChangeZone(zone_id, drawing), version)

    def _bring_back(self, zone: Zone) -> None:
        """Draw it again, unless it is still there: the center has not let it go."""
        if not self._map.zones.is_kept(zone.id):
            self._draw(zone.drawing)

    def show(self, zone_id: str) -> None:
        """Fly to a zone and mark it; the list stays open."""
        if (zone := self._map.zones.zone(zone_id)) is not None:
            self._map.views.show_all(zone.drawing.ring)
            self._map.zones.choose(zone_id)
