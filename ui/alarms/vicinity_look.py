"""Colours of the small map in the card of an alarm: those of the large map, so that one knows the place again.

The large map has its own in ``resources/map/themes.js``; a test holds that the two are the same.
"""

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from console.domain.schematic import RoadClass
from ui import theme


class Look(Struct, frozen=True):
    """Colours by what they are for, ``#rrggbb``; named as in ``themes.js``."""

    ground: str
    city: str
    builtup: str
    industry: str
    parks: str
    water: str
    stream: str
    rail: str
    casing: str
    streets: dict[str, str]
    border: str
    label: str
    quiet_label: str
    park_label: str
    water_label: str
    halo: str
    eye: str
    """A camera, a button or a site (in the other file the first of ``states``)."""
    unit: str
    unit_busy: str
    unit_idle: str
    unit_edge: str

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A colour by its field's name, as strong as ``alpha`` (0..1)."""
        made = QColor(getattr(self, name))
        made.setAlphaF(alpha)
        return made

    def street(self, road_class: str) -> QColor:
        """The colour of a street."""
        return QColor(self.streets[road_class])


def _streets(*colors: str) -> dict[str, str]:
    return {str(road): color for road, color in zip(RoadClass, colors, strict=True)}


LOOKS = {
    "dark": Look(
        ground="#12181e",
        city="#171e25",
        builtup="#7d97ad",
        industry="#9a8f80",
        parks="#1c302a",
        water="#173750",
        stream="#1f4a68",
        rail="#46525d",
        casing="#12181e",
        streets=_streets("#6d8092", "#566776", "#3b4854", "#313c46"),
        border="#8fa6ba",
        label="#a3b1bd",
        quiet_label="#7f8e9b",
        park_label="#6d9a83",
        water_label="#5f93b8",
        halo="#12181e",
        eye="#7f9db6",
        unit="#a4b6c5",
        unit_busy="#ffffff",
        unit_idle="#6d7c89",
        unit_edge="#0c1116",
    ),
    "light": Look(
        ground="#e3e7ea",
        city="#eceff1",
        builtup="#8a9aa8",
        industry="#a8987f",
        parks="#dbe8df",
        water="#c3d9e8",
        stream="#aecbe0",
        rail="#b3bcc4",
        casing="#cdd4da",
        streets=_streets("#ffffff", "#ffffff", "#ffffff", "#fbfcfc"),
        border="#8796a4",
        label="#46535f",
        quiet_label="#6a7884",
        park_label="#5c8a70",
        water_label="#5486a8",
        halo="#f3f5f6",
        eye="#5f7f99",
        unit="#50657a",
        unit_busy="#0a1117",
        unit_idle="#93a0ab",
        unit_edge="#ffffff",
    ),
    "high_contrast": Look(
        ground="#000000",
        city="#000000",
        builtup="#6b6b6b",
        industry="#6b6b6b",
        parks="#001a0d",
        water="#002a47",
        stream="#00467a",
        rail="#7d7d7d",
        casing="#000000",
        streets=_streets("#a6a6a6", "#8c8c8c", "#666666", "#4d4d4d"),
        border="#d9d9d9",
        label="#ffffff",
        quiet_label="#dddddd",
        park_label="#9be8bd",
        water_label="#8fd0ff",
        halo="#000000",
        eye="#ffffff",
        unit="#c4c4c4",
        unit_busy="#ffffff",
        unit_idle="#999999",
        unit_edge="#000000",
    ),
}


def pen(color: QColor, width: float) -> QPen:
    """A round pen, as the large map has it."""
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def current() -> Look:
    """The colours of the theme in use."""
    return LOOKS[theme.current().id]
