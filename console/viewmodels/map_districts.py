"""What the map tells by district: its service center, and the share of its streets that is lit."""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from console.domain.changes import Changes
from console.domain.lighting import LightingShare
from console.language import _
from console.state.points import Layer, Points, State
from console.state.store import Store
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.passport import Passports


class MapDistricts(Feature):
    """A feature of the page. It counts from the map's own columns: 1 ms whenever lamps have changed."""

    def __init__(
        self, store: Store, page: MapPage, layers: MapLayers, passports: Passports, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._page, self._layers, self._passports = store, page, layers, passports
        self._told: dict[str, Any] = {}
        self._chosen = ""
        page.join("districts", self)
        layers.points_came.connect(self._tell)
        passports.changed.connect(self._choose)

    def known(self) -> dict[str, Any]:
        """Centers, shares of light, and whose center is chosen."""
        centers = self._store.registry.service_centers if self._store.registry else []
        told = [{"district": center.district, "lon": center.lon, "lat": center.lat} for center in centers]
        return {"centers": told, "lighting": self._lighting(), "district_chosen": self._chosen}

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        if changes.devices or changes.whole:
            self._tell()

    def retranslate(self) -> None:
        """The language has changed."""
        self._tell()

    def _tell(self) -> None:
        known = self.known()
        if known != self._told:
            self._told = known
            self._page.tell(**known)

    def _choose(self) -> None:
        if self._passports.district != self._chosen:
            self._chosen = self._passports.district
            self._page.tell(district_chosen=self._chosen)

    def _lighting(self) -> dict[str, Any]:
        points = self._layers.points.get(Layer.LIGHTING)
        shares = lighting_shares(points) if points is not None else []
        return {
            one.district: {"share": round(one.share_lit, 3), "label": _("{n} % lit").format(n=per_cent(one.share_lit))}
            for one in shares
            if one.share_lit is not None
        }


def lighting_shares(points: Points) -> list[LightingShare]:
    """Metres in each state by district, of the columns of the lighting layer (whole metres for each segment)."""
    states, count = len(State), len(points.districts)
    places = points.district.astype(np.intp) * states + points.state
    metres = np.bincount(places, weights=points.reach, minlength=count * states).reshape(count, states)
    return [
        LightingShare(
            district,
            float(of[State.OK]),
            float(of[State.DEGRADED] + of[State.OFFLINE]),
            float(of[State.ABSENT]),
        )
        for district, of in zip(points.districts, metres, strict=True)
    ]


def per_cent(share: float) -> int:
    """A share as a whole per cent that never says all, or nothing, where a little is missing, or there."""
    return min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)
