"""The layer of hot spots: where recorded offences of some kinds happen at some hours, with places that stand out."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject

from console import settings
from console.domain.offences import OffenceKind
from console.insight.city import built_in
from console.insight.hot_spots import Choice, HotPlace, HotSpots, Surface
from console.language import N_, _, ngettext
from console.viewmodels import place_words, words
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_legend import Extra, Group
from console.viewmodels.map_page import MapPage
from console.viewmodels.record_layer import RecordLayer

LAYER = "hot_spots"
PLACES = 12
DAYS = (7, 30, 90)
"""Days that can be chosen; the record goes no further back."""

Hours = tuple[int, ...]


class _Reckoned(Struct, frozen=True):
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


class HotSpotLayer(RecordLayer[_Reckoned]):
    """Reckons a surface when the layer is shown, the record has come or another choice is made."""

    def __init__(self, page: MapPage, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(LAYER, page, layers, parent)
        self.choice = Choice(days=float(DAYS[-1]))
        layers.add(Extra(LAYER, N_("Hot spots of offences"), Group.CITY, count=self._count))

    @property
    def hours(self) -> Hours:
        """Offences of the chosen kinds and days in each hour of the day; empty before the first."""
        return self._reckoned.by_hour if self._reckoned else ()

    @property
    def kept(self) -> settings.HotSpots:
        """What is counted, to be remembered."""
        without = [kind.value for kind in OffenceKind if kind not in self.choice.kinds]
        return settings.HotSpots(without, self.choice.hours, round(self.choice.days or DAYS[-1]))

    def restore(self, before: settings.HotSpots) -> None:
        """Count what an earlier run has counted; all where nothing of it is left."""
        kinds = frozenset(kind for kind in OffenceKind if kind.value not in before.without) or frozenset(OffenceKind)
        days = before.days if before.days in DAYS else DAYS[-1]
        self._choose(Choice(kinds, before.hours, float(days)))

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

    def counted(self) -> str:
        """Which offences count, in a line: for who sees the surface without its card."""
        choice, days = self.choice, round(self.choice.days or DAYS[-1])
        parts = [ngettext("Last {n} day", "Last {n} days", days).format(n=days)]
        begin, end = choice.hours
        if begin != end and choice.hours != (0, 24):
            parts.insert(0, f"{begin:02}:00–{end:02}:00")
        if choice.kinds != frozenset(OffenceKind):
            parts.insert(0, ", ".join(words.word(kind) for kind in OffenceKind if kind in choice.kinds))
        return f"{_('Hot spots of offences')}: {' · '.join(parts)}"

    def rows(self) -> list[PlaceRow]:
        """The places that stand out, ranked."""
        return [_row(place) for place in (self._reckoned.surface.places if self._reckoned else ())]

    def _count(self) -> int | None:
        return self._reckoned.surface.offences if self._reckoned else None

    def _said(self, made: _Reckoned) -> str:
        n, days = made.surface.offences, round(made.choice.days or 0)
        return ngettext("{n} offence in {days} days", "{n} offences in {days} days", n).format(
            n=f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"), days=days
        )

    def _reckon(self) -> None:
        record, choice, before = self._record, self.choice, self._reckoned
        if record is None or not self.is_shown or (before is not None and before.choice == choice):
            return
        spots = before.spots if before else None

        def reckon() -> _Reckoned:
            prepared = spots or HotSpots(record)
            return _Reckoned(prepared, choice, prepared.surface(choice, PLACES), prepared.by_hour(choice))

        self._ask(reckon)

    def _show(self, made: _Reckoned) -> None:
        self._surface.show(made.surface)
        if made.choice != self.choice:
            self._reckon()


def _row(place: HotPlace) -> PlaceRow:
    hint = _("mostly {kind}, {times} × the mean").format(
        kind=words.word(place.kind).lower(), times=f"{place.times_mean:.0f}"
    )
    address = place_words.brief(built_in().addresses.at(place.lon, place.lat))
    return PlaceRow(place.rank, address, hint, place.offences, place.lon, place.lat)
