"""How a place is called: a crossing, or so many metres along a street from one, in the city's three languages.

The names are used as the schematic gives them. Kazakh needs the ablative of the crossing street and Russian its
genitive; both are regular for the words that street names end or begin with, and where they are not, the crossing is
named in the nominative instead of being bent wrongly.
"""

from console.domain.plane import to_plane
from console.domain.text import LocalText
from console.insight.streets import Edge, StreetGraph

_AT_CROSSING_M = 30.0
"""Nearer than this one stands at the crossing."""

_FAR_M = 2000.0
"""Further than this the crossing says nothing and the street alone is named."""

_RU_WINDS = (
    "севернее",
    "северо-восточнее",
    "восточнее",
    "юго-восточнее",
    "южнее",
    "юго-западнее",
    "западнее",
    "северо-западнее",
)
_KK_WINDS = (
    "солтүстікке",
    "солтүстік-шығысқа",
    "шығысқа",
    "оңтүстік-шығысқа",
    "оңтүстікке",
    "оңтүстік-батысқа",
    "батысқа",
    "солтүстік-батысқа",
)
_EN_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")

_RU_GENITIVES = {
    "проспект": "проспекта",
    "улица": "улицы",
    "бульвар": "бульвара",
    "шоссе": "шоссе",
    "набережная": "набережной",
    "переулок": "переулка",
    "площадь": "площади",
    "дорога": "дороги",
    "аллея": "аллеи",
}


def place_at(graph: StreetGraph, lon: float, lat: float) -> LocalText:
    """The name of the place on the streets that is nearest to a position."""
    spot = graph.nearest(*to_plane(lon, lat))
    edge = graph.edges[spot.edge]
    street = graph.names[edge.street]
    ends = [(spot.along, edge.a), (edge.length - spot.along, edge.b)]
    for distance, node in sorted(ends):
        others = [s for s in graph.crossing_streets(node) if s != edge.street]
        if others and distance < _FAR_M:
            cross = graph.names[others[0]]
            if distance <= _AT_CROSSING_M:
                return _joined(street, cross)
            return _beside(street, cross, distance, _wind(edge, node, spot.along))
    return street


def _joined(street: LocalText, cross: LocalText) -> LocalText:
    return LocalText(ru=f"{street.ru} – {cross.ru}", kk=f"{street.kk} – {cross.kk}", en=f"{street.en} – {cross.en}")


def _beside(street: LocalText, cross: LocalText, distance: float, wind: int) -> LocalText:
    metres = max(10, round(distance / 10) * 10)
    of_cross, from_cross = ru_genitive(cross.ru), kk_ablative(cross.kk)
    return LocalText(
        ru=f"{street.ru}, {metres} м {_RU_WINDS[wind]} {of_cross}"
        if of_cross
        else f"{street.ru} – {cross.ru}, {metres} м {_RU_WINDS[wind]}",
        kk=f"{street.kk}, {from_cross} {metres} м {_KK_WINDS[wind]}"
        if from_cross
        else f"{street.kk} – {cross.kk}, {metres} м {_KK_WINDS[wind]}",
        en=f"{street.en}, {metres} m {_EN_WINDS[wind]} of {cross.en}",
    )


def _wind(edge: Edge, node: int, along: float) -> int:
    """Which of the eight winds points from an end of the edge to the place."""
    away = edge.bearing(along) if node == edge.a else edge.bearing(along) + 180
    return round(away / 45) % 8


def ru_genitive(name: str) -> str:
    """A Russian street name in the genitive ("улица Абая" → "улицы Абая"); "" where it does not begin with a kind."""
    kind, _, rest = name.partition(" ")
    return f"{_RU_GENITIVES[kind]} {rest}" if rest and kind in _RU_GENITIVES else ""


def kk_ablative(name: str) -> str:
    """A Kazakh street name in the ablative ("Абай даңғылы" → "Абай даңғылынан"); "" where it is no possessive."""
    word = name.rpartition(" ")[2]
    if not name.count(" ") or not word.endswith(("ы", "і")):
        return ""
    return name + ("нан" if word.endswith("ы") else "нен")
