"""A sheet with the map as it is seen: what must stand beside the picture so that it can be read without the console."""

from collections.abc import Iterator
from math import cos, log10, pi, radians

from msgspec import Struct

from console.domain.protocol import Mode
from console.language import _
from console.viewmodels import words
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_legend import LayerRow
from console.viewmodels.status import StatusView

EQUATOR_M = 2 * pi * 6_378_137.0
"""Length of the equator of the Web Mercator sphere (WGS84 semi-major axis)."""

_STEPS = (1, 2, 5, 10)


class Sheet(Struct, frozen=True):
    """All words and figures of a sheet, in the operator's language.

    ``warning`` says that the picture is no live one (exercise, review), old, or does not show all there is, since the
    operator's filter hides some of it; "" where it is none of these.
    ``metres_per_pixel`` is that of the picture's middle, in the page's pixels.
    """

    title: str
    when: str
    who: str
    where: str
    warning: str
    metres_per_pixel: float
    legend: tuple[LayerRow, ...]


def sheet(city_map: CityMap, status: StatusView, title: str) -> Sheet:
    """The sheet of what the map shows now; raises LookupError where the map shows nothing yet."""
    view = city_map.views.view
    if view is None:
        raise LookupError
    operator = status.operator
    warnings = [] if status.mode is Mode.LIVE else [words.word(status.mode)]
    if city_map.layers.stale:
        warnings.append(city_map.layers.stale)
    warnings.extend(_kept_away(city_map.layers))
    if city_map.hot_spots.is_shown:
        warnings.append(city_map.hot_spots.counted())
    return Sheet(
        title.strip() or _("Map of the city"),
        f"{status.day()} {status.clock()}",
        f"{operator.name}, {words.word(operator.role)}" if operator else "",
        f"{view.lat:.5f}, {view.lon:.5f}",
        " · ".join(warnings),
        EQUATOR_M * cos(radians(view.lat)) / (256 * 2.0**view.zoom),
        tuple(row for row in city_map.layers.rows() if row.is_visible and (row.count or not row.has_count)),
    )


def _kept_away(layers: MapLayers) -> Iterator[str]:
    """What the operator's filter keeps from the picture: who reads it later cannot know."""
    if layers.filter.district:
        yield _("Cameras, buttons, sites and lighting of {district} only").format(
            district=words.district(layers.filter.district)
        )
    if layers.filter.hidden:
        yield _("Filtered: not all is drawn")
    if hidden := layers.hidden_emergencies:
        yield _("P1 hidden: {n}").format(n=hidden)


def scale_bar(metres_per_pixel: float, longest: float) -> tuple[float, str]:
    """Length in pixels, at most ``longest``, of a bar that stands for a round distance; and that distance in words."""
    most = metres_per_pixel * longest
    power = 10.0 ** int(log10(most))
    metres = max(step * power for step in _STEPS if step * power <= most)
    if metres >= 1000:
        return metres / metres_per_pixel, _("{n} km").format(n=f"{metres / 1000:.0f}")
    return metres / metres_per_pixel, _("{n} m").format(n=f"{metres:.0f}")
