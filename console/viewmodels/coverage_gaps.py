"""The layer of coverage gaps: where people and offences are and no camera sees, as a surface and a ranked list.

All of it is an estimate (``console.insight.need`` tells its weights), and says so.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer

from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.gaps import CoverageGap
from console.insight.city import built_in
from console.insight.coverage import Coverage, GapSurface
from console.language import N_, _, ngettext
from console.state.store import Store
from console.viewmodels import place_words, words, zone_words
from console.viewmodels.map_layers import MapLayers, MapSource
from console.viewmodels.map_legend import Extra, Group
from console.viewmodels.map_page import MapPage
from console.viewmodels.record_layer import RecordLayer

LAYER = "gaps"
LISTED = 50

ANEW_MS = 30_000
"""How often health that has changed is reckoned in, while the layer is shown: a gap is no alarm."""


class _Reckoned(Struct, frozen=True):
    coverage: Coverage
    surface: GapSurface
    gaps: list[CoverageGap]


class GapRow(Struct, frozen=True):
    """A gap of the list, in words."""

    rank: int
    place: str
    hint: str
    area: str
    lon: float
    lat: float


class GapLayer(RecordLayer[_Reckoned]):
    """Reckons gaps when the layer is shown, and anew when registry, record or health have changed."""

    def __init__(
        self, store: Store, page: MapPage, layers: MapLayers, source: MapSource, parent: QObject | None = None
    ) -> None:
        super().__init__(LAYER, page, layers, parent)
        self._store, self._source = store, source
        self._touched: set[str] | None = set()
        """Devices that have changed since; None: it may be any of them."""
        self._often = QTimer(self, interval=ANEW_MS)
        self._often.timeout.connect(self._reckon_health)
        layers.add(Extra(LAYER, N_("Coverage gaps"), Group.CITY, count=self._count, note=lambda: _("estimate")))

    @property
    def gaps(self) -> Sequence[CoverageGap]:
        """The gaps, ranked; empty before they were reckoned."""
        return self._reckoned.gaps if self._reckoned else ()

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        if changes.whole:
            self._touched = None
        elif self._touched is not None:
            self._touched |= changes.devices
        if changes.registry:
            self._begin_anew()

    def rows(self) -> list[GapRow]:
        """The gaps in words, ranked."""
        return [_row(gap) for gap in self.gaps]

    def save(self, target: Path) -> None:
        """Write the list into a file, as GeoJSON or CSV by its name. Raises OSError."""
        self._source.write_gaps(target, self.gaps, {code: words.district(code) for code in words.DISTRICTS})

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._often.stop()
        super().close()

    def _count(self) -> int | None:
        return len(self._reckoned.gaps) if self._reckoned else None

    def _said(self, made: _Reckoned) -> str:
        """How much of what needs to be watched is seen."""
        return _("About {n} % of what needs watching is seen by a camera that can be opened.").format(
            n=round(made.surface.share_seen * 100)
        )

    def _switched(self, layer: str, is_on: bool) -> None:
        if layer == LAYER:
            (self._often.start if is_on else self._often.stop)()
        super()._switched(layer, is_on)

    def _reckon(self) -> None:
        if self._reckoned is None:
            self._reckon_whole()
        else:
            self._reckon_health()

    def _reckon_whole(self) -> None:
        """All of it: another registry or record."""
        registry, record = self._store.registry, self._record
        if registry is None or record is None or not self.is_shown:
            return
        devices = dict(self._store.picture.devices)
        self._touched = set()

        def reckon() -> _Reckoned:
            coverage = Coverage(built_in().schematic, registry, record, devices)
            return _Reckoned(coverage, coverage.surface(), coverage.gaps(LISTED))

        self._ask(reckon)

    def _reckon_health(self) -> None:
        """What has changed in the health of cameras and lamps since."""
        before, touched = self._reckoned, self._touched
        if before is None or touched == set() or self._reckoning.is_busy:
            return
        self._touched = set()
        devices: dict[str, Health] = dict(self._store.picture.devices)

        def reckon() -> _Reckoned:
            if not before.coverage.update(devices, touched):
                return before
            return _Reckoned(before.coverage, before.coverage.surface(), before.coverage.gaps(LISTED))

        self._ask(reckon)

    def _show(self, made: _Reckoned) -> None:
        self._surface.show(made.surface, gaps={"all": [_told(gap) for gap in made.gaps]})


def _told(gap: CoverageGap) -> dict[str, object]:
    """A gap as the page paints it."""
    return {"rank": gap.rank, "lon": gap.lon, "lat": gap.lat, "outline": gap.outline}


def _row(gap: CoverageGap) -> GapRow:
    hints = [ngettext("{n} offence", "{n} offences", gap.offences).format(n=gap.offences)]
    if gap.nearest_camera_m is not None:
        hints.append(_("camera {distance}").format(distance=words.distance(gap.nearest_camera_m)))
    if gap.planned:
        hints.append(_("{n} planned").format(n=gap.planned))
    if gap.share_lit is not None:
        hints.append(_("{n} % lit").format(n=round(gap.share_lit * 100)))
    place = place_words.brief(built_in().addresses.at(gap.lon, gap.lat))
    return GapRow(gap.rank, place, " · ".join(hints), zone_words.area(gap.area_m2), gap.lon, gap.lat)
