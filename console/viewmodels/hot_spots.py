"""The layer of hot spots: where recorded offences of some kinds happen at some hours, with places that stand out."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from console.domain.offences import OffenceKind, Offences
from console.insight.city import built_in
from console.insight.hot_spots import Choice, HotPlace, HotSpots, Surface
from console.language import N_, _, ngettext
from console.viewmodels import place_words, words
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_legend import Extra, Group
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_surfaces import PageSurface, Reckoning

LAYER = "hot_spots"
PLACES = 12
DAYS = (7, 30, 90)
"""Days that can be chosen; the record goes no further back."""

Hours = tuple[int, ...]


class _Reckoned(Struct, frozen=True):
    record: Offences
    spots: HotSpots
    choice: Choice
    surface: Surface
    by_hour: Hours


class PlaceRow(Struct, frozen=True):
    """A place of the ranked list, in words."""

    rank: int
    place: str
    hint: str
    count: int
    lon: float
    lat: float


class HotSpotLayer(QObject):
    """Reckons a surface when the layer is shown, the record has come or another choice is made.

    ``wanted`` is emitted when the layer is shown and there is no record yet.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, page: MapPage, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice(days=float(DAYS[-1]))
        self._surface = PageSurface(LAYER, page, self)
        self._layers = layers
        self._record: Offences | None = None
        self._reckoned: _Reckoned | None = None
        self._reckoning: Reckoning[_Reckoned] = Reckoning(self)
        self._reckoning.done.connect(self._take)
        layers.add(Extra(LAYER, N_("Hot spots of offences"), Group.CITY, count=self._count))
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
    def hours(self) -> Hours:
        """Offences of the chosen kinds and days in each hour of the day; empty before the first."""
        return self._reckoned.by_hour if self._reckoned else ()

    def take(self, record: Offences) -> None:
        """The center's record, or a newer one."""
        self._record = record
        self._reckoned = None
        self._reckon()

    def choose_hours(self, begin: int, end: int) -> None:
        """Count those from one local hour until before another; 0 and 24 are the whole day."""
        self._choose(replace(self.choice, hours=(begin, end)))

    def choose_days(self, days: int) -> None:
        """Count those of the last days."""
        self._choose(replace(self.choice, days=float(days)))

    def _choose(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            self._reckon()
            self.changed.emit()

    def choose_kind(self, kind: OffenceKind, *, counts: bool) -> None:
        """Let a kind count, or not; the last one stays."""
        kinds = self.choice.kinds | {kind} if counts else self.choice.kinds - {kind}
        if kinds:
            self._choose(replace(self.choice, kinds=kinds))

    def headline(self) -> str:
        """How many offences the surface is made of, or why there is none."""
        if self._record is None:
            return _("Waiting for the center's record of offences…")
        if self._reckoned is None:
            return _("Reckoning…")
        n = self._reckoned.surface.offences
        days = round(self._reckoned.choice.days or 0)
        return ngettext("{n} offence in {days} days", "{n} offences in {days} days", n).format(
            n=f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"), days=days
        )

    def rows(self) -> list[PlaceRow]:
        """The places that stand out, ranked."""
        return [_row(place) for place in (self._reckoned.surface.places if self._reckoned else ())]

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._reckoning.close()

    def _count(self) -> int | None:
        return self._reckoned.surface.offences if self._reckoned else None

    def _switched(self, layer: str, is_on: bool) -> None:
        if layer != LAYER:
            return
        if is_on and self._record is None:
            self.wanted.emit()
        elif is_on:
            self._reckon()
        self.changed.emit()

    def _reckon(self) -> None:
        """Anew, where it is seen and is not what is there already."""
        record, choice, before = self._record, self.choice, self._reckoned
        if record is None or not self.is_shown or (before is not None and before.choice == choice):
            return
        spots = before.spots if before else None

        def reckon() -> _Reckoned:
            prepared = spots or HotSpots(record)
            return _Reckoned(record, prepared, choice, prepared.surface(choice, PLACES), prepared.by_hour(choice))

        self._reckoning.ask(reckon)

    def _take(self, made: _Reckoned) -> None:
        if made.record is not self._record:  # a newer one has come meanwhile
            return
        self._reckoned = made
        self._surface.show(made.surface)
        self._layers.counted.emit()
        self.changed.emit()
        if made.choice != self.choice:
            self._reckon()


def _row(place: HotPlace) -> PlaceRow:
    hint = _("mostly {kind}, {times} × the mean").format(
        kind=words.word(place.kind).lower(), times=f"{place.times_mean:.0f}"
    )
    address = place_words.brief(built_in().addresses.at(place.lon, place.lat))
    return PlaceRow(place.rank, address, hint, place.offences, place.lon, place.lat)
