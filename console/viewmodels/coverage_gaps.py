"""The layer of coverage gaps: where people and offences are and no camera sees, as a surface and a ranked list.

All of it is an estimate (``console.insight.need`` tells its weights), and says so.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.gaps import CoverageGap
from console.domain.offences import Offences
from console.insight.city import built_in
from console.insight.coverage import Coverage, GapSurface
from console.language import N_, _, ngettext
from console.state.store import Store
from console.viewmodels import place_words, words, zone_words
from console.viewmodels.map_layers import MapLayers, MapSource
from console.viewmodels.map_legend import Extra, Group
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_surfaces import PageSurface, Reckoning

LAYER = "gaps"
LISTED = 50

ANEW_MS = 30_000
"""How often health that has changed is reckoned in, while the layer is shown: a gap is no alarm."""


class _Reckoned(Struct, frozen=True):
    turn: int
    """Of registry and record: what was reckoned in an earlier one comes too late."""
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


class GapLayer(QObject):
    """Reckons gaps when the layer is shown, and anew when registry, record or health have changed.

    ``wanted`` is emitted when the layer is shown and there is no record of offences yet.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(
        self, store: Store, page: MapPage, layers: MapLayers, source: MapSource, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._layers = store, layers
        self._source = source
        self._surface = PageSurface(LAYER, page, self)
        self._record: Offences | None = None
        self._turn = 0
        self._reckoned: _Reckoned | None = None
        self._touched: set[str] | None = set()
        """Devices that have changed since; None: it may be any of them."""
        self._reckoning: Reckoning[_Reckoned] = Reckoning(self)
        self._reckoning.done.connect(self._take)
        self._often = QTimer(self, interval=ANEW_MS)
        self._often.timeout.connect(self._reckon_health)
        layers.add(Extra(LAYER, N_("Coverage gaps"), Group.CITY, count=self._count, note=lambda: _("estimate")))
        layers.switched.connect(self._switched)

    @property
    def is_shown(self) -> bool:
        """Whether the layer is on."""
        return LAYER in self._layers.visible

    @property
    def is_wanted(self) -> bool:
        """Whether the layer is on and waits for a record."""
        return self.is_shown and self._record is None

    @property
    def gaps(self) -> Sequence[CoverageGap]:
        """The gaps, ranked; empty before they were reckoned."""
        return self._reckoned.gaps if self._reckoned else ()

    def take(self, record: Offences) -> None:
        """The center's record, or a newer one."""
        self._record = record
        self._reckon_whole()

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        if changes.whole:
            self._touched = None
        elif self._touched is not None:
            self._touched |= changes.devices
        if changes.registry:
            self._reckon_whole()

    def headline(self) -> str:
        """How much of what needs to be watched is seen, or why that is not known yet."""
        if self._record is None:
            return _("Waiting for the center's record of offences…")
        if self._reckoned is None:
            return _("Reckoning…")
        share = self._reckoned.surface.share_seen
        return _("About {n} % of what needs watching is seen by a camera that can be opened.").format(
            n=round(share * 100)
        )

    def rows(self) -> list[GapRow]:
        """The gaps in words, ranked."""
        return [_row(gap) for gap in self.gaps]

    def save(self, target: Path) -> None:
        """Write the list into a file, as GeoJSON or CSV by its name. Raises OSError."""
        self._source.write_gaps(target, self.gaps, {code: words.district(code) for code in words.DISTRICTS})

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._often.stop()
        self._reckoning.close()

    def _count(self) -> int | None:
        return len(self.gaps) if self._reckoned else None

    def _switched(self, layer: str, is_on: bool) -> None:
        if layer != LAYER:
            return
        if is_on and self._record is None:
            self.wanted.emit()
        elif is_on and self._reckoned is None:
            self._reckon_whole()
        elif is_on:
            self._reckon_health()
        (self._often.start if is_on else self._often.stop)()
        self.changed.emit()

    def _reckon_whole(self) -> None:
        """All of it: another registry or record."""
        registry, record = self._store.registry, self._record
        self._reckoned = None
        self._turn += 1
        if registry is None or record is None or not self.is_shown:
            return
        turn, devices = self._turn, dict(self._store.picture.devices)
        self._touched = set()

        def reckon() -> _Reckoned:
            coverage = Coverage(built_in().schematic, registry, record, devices)
            return _Reckoned(turn, coverage, coverage.surface(), coverage.gaps(LISTED))

        self._reckoning.ask(reckon)

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
            return _Reckoned(before.turn, before.coverage, before.coverage.surface(), before.coverage.gaps(LISTED))

        self._reckoning.ask(reckon)

    def _take(self, made: _Reckoned) -> None:
        if made is self._reckoned or made.turn != self._turn:
            return
        self._reckoned = made
        self._surface.show(made.surface, gaps={"all": [_told(gap) for gap in made.gaps]})
        self._layers.counted.emit()
        self.changed.emit()


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
