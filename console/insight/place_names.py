"""An address in words, in the city's three languages at once: for what a center writes and for what a console shows.

The names are used as the map gives them. Kazakh needs the ablative of the crossing street and Russian its genitive;
both are regular for the words that street names end or begin with, and where they are not, the crossing is named in
the nominative instead of being bent wrongly.
"""

from console.domain.text import LocalText
from console.insight.addresses import (
    Address,
    AtCrossing,
    AtPlace,
    InDistrict,
    OffCrossing,
    OffPlace,
    OnStreet,
    SomewhereOn,
    Unnamed,
)

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


def said(address: Address) -> LocalText:
    """The address as one says it: "Abay Avenue, 80 m east of Seifullin Street"."""
    match address:
        case AtCrossing(street, cross):
            return joined(street, cross)
        case OnStreet(street, cross, metres, bearing):
            return _beside(street, cross, metres, wind(bearing))
        case OffCrossing(street, cross, metres, bearing):
            return _off(joined(street, cross), metres, wind(bearing))
        case OffPlace(name, metres, bearing):
            return _off(name, metres, wind(bearing))
        case Unnamed(lon, lat):
            text = f"{lat:.5f}, {lon:.5f}"
            return LocalText(text, text, text)
        case SomewhereOn(name) | AtPlace(name) | InDistrict(name):
            return name


def joined(street: LocalText, cross: LocalText) -> LocalText:
    """A crossing by both its streets."""
    return LocalText(ru=f"{street.ru} – {cross.ru}", kk=f"{street.kk} – {cross.kk}", en=f"{street.en} – {cross.en}")


def wind(bearing: float) -> int:
    """Which of the eight winds a bearing is, north first and clockwise."""
    return round(bearing / 45) % 8


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


def _beside(street: LocalText, cross: LocalText, metres: float, towards: int) -> LocalText:
    ru, kk, en = _lengths(metres)
    of_cross, from_cross = ru_genitive(cross.ru), kk_ablative(cross.kk)
    return LocalText(
        ru=f"{street.ru}, {ru} {_RU_WINDS[towards]} {of_cross}"
        if of_cross
        else f"{street.ru} – {cross.ru}, {ru} {_RU_WINDS[towards]}",
        kk=f"{street.kk}, {from_cross} {kk} {_KK_WINDS[towards]}"
        if from_cross
        else f"{street.kk} – {cross.kk}, {kk} {_KK_WINDS[towards]}",
        en=f"{street.en}, {en} {_EN_WINDS[towards]} of {cross.en}",
    )


def _off(name: LocalText, metres: float, towards: int) -> LocalText:
    ru, kk, en = _lengths(metres)
    return LocalText(
        ru=f"{name.ru}, {ru} {_RU_WINDS[towards]}",
        kk=f"{name.kk}, {kk} {_KK_WINDS[towards]}",
        en=f"{name.en}, {en} {_EN_WINDS[towards]}",
    )


def _lengths(metres: float) -> tuple[str, str, str]:
    """A distance to the nearest 10 m, from 2 km on to the nearest 100 m."""
    tens = max(10, round(metres / 10) * 10)
    if tens <= 2000:
        return f"{tens} м", f"{tens} м", f"{tens} m"
    km = f"{metres / 1000:.1f}"
    return f"{km.replace('.', ',')} км", f"{km.replace('.', ',')} км", f"{km} km"
