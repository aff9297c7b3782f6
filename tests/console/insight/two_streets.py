"""Abay and Seifullin, two straight streets that cross."""

from console.domain.schematic import RoadClass, Street
from console.domain.text import LocalText

ABAY = LocalText("проспект Абая", "Абай даңғылы", "Abay Avenue")
SEIFULLIN = LocalText("улица Сейфуллина", "Сейфуллин көшесі", "Seifullin Street")
CROSSING = (76.93, 43.24)


def two_streets() -> list[Street]:
    lon, lat = CROSSING
    return [
        Street("abay", ABAY, RoadClass.ARTERIAL, 60, [(lon - 0.01, lat), CROSSING, (lon + 0.01, lat)]),
        Street("seifullin", SEIFULLIN, RoadClass.ARTERIAL, 60, [(lon, lat - 0.01), CROSSING, (lon, lat + 0.01)]),
    ]
