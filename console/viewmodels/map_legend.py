"""The layers as the operator meets them: in groups, each with its count, and each value with its mark and a switch."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from console.domain.alarms import AlarmState
from console.language import N_, _
from console.state.points import Layer, Points
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.map_filters import ALARMS, FACETS, INCIDENTS, UNITS, Facet, Help, MapFilter, mark

SIGHT = "sight"
"""What cameras see: a layer of its own over the same points."""

DRAWN_FROM: dict[str, int] = {Layer.SITES: 13, Layer.LIGHTING: 15, SIGHT: 18}
"""Zoom from which what stands in a layer is drawn, where that is not every one; a test holds it together with the page
(``FROM`` in ``resources/map/tile_layer.js``, ``SIGHT_FROM`` in ``symbols.js``). Who looks from farther away is told, so
that empty ground does not read as "none"."""


class Group(StrEnum):
    """What a layer answers."""

    HAPPENS = "happens"
    GUARDS = "guards"
    CITY = "city"
    GROUND = "ground"


GROUPS = {
    Group.HAPPENS: N_("What happens"),
    Group.GUARDS: N_("Who guards"),
    Group.CITY: N_("City"),
    Group.GROUND: N_("Base map"),
}

FACET_TITLES = {
    Facet.STATE: N_("State"),
    Facet.PRIORITY: N_("Priority"),
    Facet.AGENCY: N_("Agency"),
    Facet.STATUS: N_("Status"),
    Facet.OWNER: N_("Owned by"),
    Facet.KIND: N_("Kind"),
    Facet.HELP: N_("Units"),
}

RARE = frozenset({AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE})
"""Values that get no line while there are none."""


class Extra(Struct, frozen=True):
    """A layer that another feature draws: it stands in the same menu and is switched like the others.

    The page hears of it as of any other (part ``visible``); the console by ``MapLayers.switched``. ``title`` is marked
    with ``N_``; ``count`` and ``note`` (a few quiet words beside the title) are asked whenever the menu is told anew.
    """

    id: str
    title: str
    group: Group
    is_visible_at_first: bool = False
    count: Callable[[], int | None] = lambda: None
    note: Callable[[], str] = lambda: ""


class ValueRow(Struct, frozen=True):
    """A value of a facet: its mark, its words, how many there are, and whether they are shown."""

    mark: str
    words: str
    count: int
    is_shown: bool


class FacetRow(Struct, frozen=True):
    """A facet of a layer with its values."""

    facet: Facet
    title: str
    values: tuple[ValueRow, ...]

    @property
    def filters(self) -> bool:
        """Whether any value is hidden."""
        return not all(value.is_shown for value in self.values)


class LayerRow(Struct, frozen=True):
    """A layer for the menu.

    ``count`` is how many things it holds (where ``has_count``), ``shown`` how many of them the filter lets through.
    """

    id: str
    title: str
    group: Group
    count: int
    shown: int
    is_visible: bool
    has_count: bool = True
    is_filtered: bool = False
    note: str = ""
    facets: tuple[FacetRow, ...] = ()

    @property
    def states(self) -> tuple[tuple[str, str, int], ...]:
        """The legend of what is shown: mark, words and count of each value of the first facet."""
        values = self.facets[0].values if self.facets else ()
        return tuple((value.mark, value.words, value.count) for value in values if value.is_shown)


_ORDER: tuple[tuple[Group, tuple[str, ...]], ...] = (
    (Group.HAPPENS, (ALARMS, INCIDENTS, UNITS)),
    (Group.GUARDS, (Layer.CAMERAS, SIGHT, Layer.PLANNED, Layer.BUTTONS, Layer.SITES, Layer.CENTERS)),
    (Group.CITY, (Layer.LIGHTING,)),
)


class Legend:
    """Tells the rows. ``shown`` counts the points of a layer by state that the filter lets through."""

    def __init__(self, store: Store, shown: Callable[[Layer], Sequence[int]]) -> None:
        self._store, self._shown = store, shown
        self._moving: dict[str, Counter[tuple[Enum, Enum]]] = {}
        """Of alarms, incidents and units how many there are of each two values, in the order of their facets."""

    def rows(
        self,
        points: Mapping[Layer, Points],
        extras: Sequence[Extra],
        visible: frozenset[str],
        wanted: MapFilter,
        zoom: int | None,
    ) -> list[LayerRow]:
        """All layers, group by group, for who looks from ``zoom`` (None: not known yet)."""
        self._count_moving()
        made = []
        for group, layers in _ORDER:
            for layer in layers:
                is_visible = layer in visible
                row = self._row(layer, group, points, is_visible, wanted)
                made.append(replace(row, note=_from_afar(layer, zoom)) if is_visible else row)
            made += [_extra(extra, extra.id in visible) for extra in extras if extra.group is group]
        return made + [_extra(extra, extra.id in visible) for extra in extras if extra.group is Group.GROUND]

    def _count_moving(self) -> None:
        picture, now = self._store.picture, self._store.clock.now()
        self._moving = {
            ALARMS: Counter(
                (alarm.priority, alarm.state)
                for alarm in picture.alarms.values()
                if alarm.state is not AlarmState.NORMAL
            ),
            INCIDENTS: Counter(
                (incident.priority, Help.of(incident)) for incident in picture.incidents.values() if incident.is_open
            ),
            UNITS: Counter((unit.agency, unit.status_at(now)) for unit in picture.units.values()),
        }

    def _row(
        self, layer: str, group: Group, points: Mapping[Layer, Points], is_visible: bool, wanted: MapFilter
    ) -> LayerRow:
        if layer == SIGHT:
            return LayerRow(SIGHT, map_words.layer(SIGHT), group, 0, 0, is_visible, has_count=False)
        count, shown = self._counts(layer, points, wanted)
        facets = tuple(self._facets(layer, points, wanted))
        return LayerRow(
            layer, map_words.layer(layer), group, count, shown, is_visible, True, wanted.filters(layer), facets=facets
        )

    def _counts(self, layer: str, points: Mapping[Layer, Points], wanted: MapFilter) -> tuple[int, int]:
        if (moving := self._moving.get(layer)) is not None:
            facets = tuple(FACETS[layer])
            shown = (n for values, n in moving.items() if all(map(wanted.shows, (layer, layer), facets, values)))
            return moving.total(), sum(shown)
        standing = points.get(Layer(layer))
        return (len(standing), sum(self._shown(Layer(layer)))) if standing is not None else (0, 0)

    def _facets(self, layer: str, points: Mapping[Layer, Points], wanted: MapFilter) -> Iterator[FacetRow]:
        for facet, values in FACETS.get(layer, {}).items():
            counts = self._by_value(layer, facet, points)
            rows = tuple(
                ValueRow(
                    mark(layer, facet, value),
                    map_words.value(layer, facet, value),
                    counts[value],
                    wanted.shows(layer, facet, value),
                )
                for value in values
                if value not in RARE or counts[value] or not wanted.shows(layer, facet, value)
            )
            yield FacetRow(facet, _(FACET_TITLES[facet]), rows)

    def _by_value(self, layer: str, facet: Facet, points: Mapping[Layer, Points]) -> Counter[Enum]:
        if (moving := self._moving.get(layer)) is not None:
            at, counts = tuple(FACETS[layer]).index(facet), Counter[Enum]()
            for two, n in moving.items():
                counts[two[at]] += n
            return counts
        standing, values = points.get(Layer(layer)), FACETS[layer][facet]
        if standing is None:
            return Counter()
        if facet is Facet.STATE:
            by_state = standing.counts()
            return Counter({value: by_state[value.value] for value in values})
        column = standing.owner if facet is Facet.OWNER else standing.kind
        return Counter(dict(zip(values, np.bincount(column, minlength=len(values)).tolist(), strict=True)))


def _from_afar(layer: str, zoom: int | None) -> str:
    """Why a layer draws nothing, or not all, from so far away; "" where it does."""
    if zoom is None or zoom >= DRAWN_FROM.get(layer, 0):
        return ""
    return _("zoom in for lamps") if layer == Layer.LIGHTING else _("zoom in to see")


def _extra(extra: Extra, is_visible: bool) -> LayerRow:
    count, note = extra.count(), extra.note()
    known = count or 0
    return LayerRow(extra.id, _(extra.title), extra.group, known, known, is_visible, count is not None, note=note)
