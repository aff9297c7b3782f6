"""Positions as people write and paste them, in the usual notations, and as text to copy.

Decimal degrees with point or comma, degrees with minutes and seconds, hemispheres in Latin, Russian and Kazakh letters,
``geo:`` URIs and links of the common maps. Latitude comes first where nothing says otherwise; swapped numbers are put
right when only that reading is near the city.

Looked at before writing it: lat_lon_parser reads one number at a time and geopy's ``Point`` pairs in Latin letters;
neither knows decimal commas, Cyrillic hemispheres, links or swapped numbers, which is most of what is pasted here.
"""

import re
import unicodedata
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from console.domain.geo import CITY_BOUNDS, is_position
from console.domain.outline import Position

Bounds = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

LONGEST = 2000
"""Characters; no notation needs more, links included."""

NEAR_DEG = 1.0
"""So far beyond its bounds a place is still near the city: swapped numbers would be 33 degrees off."""


class Fault(StrEnum):
    """Why a text is no position."""

    NOT_COORDINATES = "not_coordinates"
    ONE_NUMBER = "one_number"
    """There is a latitude or a longitude, but not both."""
    OUTSIDE_THE_WORLD = "outside_the_world"
    TOO_MANY_MINUTES = "too_many_minutes"
    """Minutes or seconds of 60 and more."""


class NoPosition(ValueError):
    """The text is no position; ``fault`` says why (``console.viewmodels.coordinate_words`` has the sentences)."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Notation(StrEnum):
    """How a position is written."""

    DECIMAL = "decimal"
    """``43.238000, 76.945000``"""
    MINUTES = "minutes"
    """``43°14.2800′N 76°56.7000′E``"""
    SECONDS = "seconds"
    """``43°14′16.80″N 76°56′42.00″E``"""
    GEO = "geo"
    """``geo:43.238000,76.945000`` (RFC 5870), opened by phones"""


def parse(text: str, bounds: Bounds = CITY_BOUNDS) -> Position:
    """Longitude and latitude of a position that was typed or pasted; ``bounds`` are the city's.

    Raises NoPosition.
    """
    if len(text) > LONGEST:
        raise NoPosition(Fault.NOT_COORDINATES)
    usual = unicodedata.normalize("NFKC", text.translate(_BEFORE))
    plain = "".join(c for c in usual if unicodedata.category(c) != "Cf").strip()
    if re.match(r"geo:|https?://|www\.|\S+\.\w+/", plain, re.IGNORECASE):
        return _settled(*_of_link(plain), bounds)
    return _of_text(plain, bounds)


def written(lon: float, lat: float, notation: Notation = Notation.DECIMAL) -> str:
    """The position as text, good to 0.3 m or better; ``parse`` reads it again."""
    match notation:
        case Notation.DECIMAL:
            return f"{lat:.6f}, {lon:.6f}"
        case Notation.GEO:
            return f"geo:{lat:.6f},{lon:.6f}"
        case Notation.MINUTES:
            return " ".join(
                f"{whole // 600_000}°{whole % 600_000 / 10_000:07.4f}′{letter}"
                for whole, letter in _hemispheres(lon, lat, 600_000)
            )
        case Notation.SECONDS:
            return " ".join(
                f"{whole // 360_000}°{whole // 6_000 % 60:02}′{whole % 6_000 / 100:05.2f}″{letter}"
                for whole, letter in _hemispheres(lon, lat, 360_000)
            )


def _hemispheres(lon: float, lat: float, parts: int) -> list[tuple[int, str]]:
    """Latitude and longitude in whole ``parts`` of a degree, each with its letter."""
    pairs = ((lat, "NS"), (lon, "EW"))
    return [(round(abs(value) * parts), letters[value < 0]) for value, letters in pairs]


# --- text ---

_BEFORE = str.maketrans("º˚´", "°°'")
"""Signs that the compatibility form would turn into letters and blanks."""

_WORDS = (
    (r"\b(С\.? ?Ш|С\.? ?Е)\b\.?", "N"),  # северной широты, солтүстік ендік
    (r"\b(Ю\.? ?Ш|О\.? ?Е)\b\.?", "S"),
    (r"\b(В\.? ?Д|Ш\.? ?Б)\b\.?", "E"),
    (r"\b(З\.? ?Д|Б\.? ?Б)\b\.?", "W"),
    (r"\b(LATITUDE|LAT|ШИРОТА|ЕНДІК)\b[ :=]*", "A"),
    (r"\b(LONGITUDE|LONG|LNG|LON|ДОЛГОТА|БОЙЛЫҚ)\b[ :=]*", "O"),
    (r"(?<=[0-9])\s*(DEGREES?|DEG|ГРАД)\b\.?", "°"),
)
"""Words for hemispheres and axes and the letter that stands for each; the text is in capitals."""

_SIGNS = str.maketrans("СЮВЗОШБЕ’‘′`”“″\u2212\u2010\u2011\u2013\u2014()[]", "NSEWSEWE''''\"\"\"-----    ")
"""Russian and Kazakh hemispheres, quotation marks, dashes and brackets as the one sign that is read."""

_TOKEN = r"\s*(?:([+-]?[0-9]+(?:{point}[0-9]+)?)|([NSEWAO])|(°)|('')|(['\"])|([;,|/\n]))"
_LATITUDE, _LONGITUDE = "NSA", "EWO"


class _Angle:
    """One of the two coordinates: its letter ("" for none) and degrees, minutes, seconds as written."""

    def __init__(self) -> None:
        self.letter = ""
        self.numbers: list[str] = []

    def degrees(self) -> float:
        """The angle, south and west below zero."""
        first, *rest = self.numbers
        if len(rest) > 2 or any(n[0] in "+-" or "." in m for m, n in zip(self.numbers, rest, strict=False)):
            raise NoPosition(Fault.NOT_COORDINATES)
        if any(float(part) >= 60 for part in rest):
            raise NoPosition(Fault.TOO_MANY_MINUTES)
        size: float = sum(float(part) / (1, 60, 3600)[n] for n, part in enumerate([first.lstrip("+-"), *rest]))
        is_below = first.startswith("-")
        if is_below and self.letter in ("N", "S", "E", "W"):
            raise NoPosition(Fault.NOT_COORDINATES)
        return -size if is_below or self.letter in ("S", "W") else size


def _of_text(text: str, bounds: Bounds) -> Position:
    capitals = text.upper()
    for word, letter in _WORDS:
        capitals = re.sub(word, letter, capitals)
    plain = re.sub(r"(?<=[0-9])[-:](?=[0-9])", " ", capitals.translate(_SIGNS))
    has_point = re.search(r"[0-9]\.[0-9]", plain) is not None
    tokens = _tokens(plain, r"\." if has_point else ",")
    if not has_point and sum(kind == "number" for kind, _ in tokens) == 1:
        tokens = _tokens(plain, r"\.")  # the only comma stands between two whole numbers
    one, two = _angles(tokens)
    if one.letter or two.letter:
        if one.letter in _LATITUDE and two.letter in _LONGITUDE:
            return _on_earth(two.degrees(), one.degrees())
        if one.letter in _LONGITUDE and two.letter in _LATITUDE:
            return _on_earth(one.degrees(), two.degrees())
        raise NoPosition(Fault.NOT_COORDINATES)
    return _settled(two.degrees(), one.degrees(), bounds)


def _tokens(text: str, point: str) -> list[tuple[str, str]]:
    """The text as (kind, text) pairs. Raises NoPosition where something else stands in it."""
    kinds = ("number", "letter", "degree", "second", "mark", "separator")
    token, tokens, at = re.compile(_TOKEN.format(point=point)), [], 0
    while text[at:].strip():
        if (found := token.match(text, at)) is None or found.lastindex is None:
            raise NoPosition(Fault.NOT_COORDINATES)
        kind, said = kinds[found.lastindex - 1], found.group(found.lastindex)
        tokens.append((kind, said.replace(",", ".") if kind == "number" else said))
        at = found.end()
    return tokens


def _angles(tokens: list[tuple[str, str]]) -> tuple[_Angle, _Angle]:
    """The two angles a text is made of: parted by letters, by degree signs, by a separator, or in the middle."""
    numbers = [n for n, (kind, _) in enumerate(tokens) if kind == "number"]
    if not numbers:
        raise NoPosition(Fault.NOT_COORDINATES)
    if len(numbers) == 1:
        raise NoPosition(Fault.ONE_NUMBER)
    border = _border(tokens, numbers)
    angles = (_Angle(), _Angle())
    for n, (kind, said) in enumerate(tokens):
        angle = angles[n >= border]
        if kind == "number":
            angle.numbers.append(said)
        elif kind == "letter":
            if angle.letter:
                raise NoPosition(Fault.NOT_COORDINATES)
            angle.letter = said
    if not all(angle.numbers for angle in angles) or bool(angles[0].letter) != bool(angles[1].letter):
        raise NoPosition(Fault.NOT_COORDINATES)
    return angles


def _border(tokens: list[tuple[str, str]], numbers: list[int]) -> int:
    """Index of the token with which the second angle begins."""

    def all_of(kind: str) -> list[int]:
        return [n for n, token in enumerate(tokens) if token[0] == kind]

    letters, degrees, separators = all_of("letter"), all_of("degree"), all_of("separator")
    if len(letters) == 2:
        return letters[1] if letters[0] < numbers[0] else letters[0] + 1
    if len(degrees) == 2:
        return max((n for n in numbers if n < degrees[1]), default=0)
    inner = [n for n in separators if numbers[0] < n < numbers[-1]]
    if len(inner) == 1:
        return inner[0]
    if inner or len(numbers) % 2:
        raise NoPosition(Fault.NOT_COORDINATES)
    return numbers[len(numbers) // 2]


def _settled(lon: float, lat: float, bounds: Bounds) -> Position:
    """The two numbers in the order that makes sense: swapped when only that is near the city."""
    if not _is_near(lon, lat, bounds) and _is_near(lat, lon, bounds):
        return lat, lon
    return _on_earth(lon, lat)


def _on_earth(lon: float, lat: float) -> Position:
    if not is_position(lon, lat):
        raise NoPosition(Fault.OUTSIDE_THE_WORLD)
    return lon, lat


def _is_near(lon: float, lat: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west - NEAR_DEG <= lon <= east + NEAR_DEG and south - NEAR_DEG <= lat <= north + NEAR_DEG


# --- links ---

_NUMBER = r"(-?[0-9]{1,3}(?:\.[0-9]+)?)"
_PAIR = re.compile(rf"{_NUMBER}\s*[, ]\s*\+?{_NUMBER}(?![0-9.])")
_LON_FIRST = ("yandex.", "ya.ru", "2gis.")
"""Maps that write the longitude first."""

_LAT_FIRST_KEYS = ("rtext", "text")
"""... but not in these parts of their links."""

_KEYS = (
    "whatshere[point]",
    "poi[point]",
    "pt",
    "q",
    "query",
    "rtext",
    "destination",
    "daddr",
    "text",
    "ll",
    "sll",
    "center",
    "m",
    "point",
)
"""Parts of a link that hold a position, the thing that is shown before the middle of the view."""


def _of_link(link: str) -> Position:
    """Longitude and latitude as the link gives them. Raises NoPosition."""
    if link.lower().startswith("geo:"):
        place, _, rest = link[4:].partition("?")
        asked = parse_qs(rest).get("q", [""])[0]
        pair = _PAIR.match(asked) or _PAIR.match(place)
        return _ordered(pair, is_lon_first=False)
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError as fault:  # brackets where a host should be
        raise NoPosition(Fault.NOT_COORDINATES) from fault
    is_lon_first = any(name in (parts.netloc.lower() + ".") for name in _LON_FIRST)
    whole = unquote(link)
    if pinned := re.search(rf"!3d{_NUMBER}!4d{_NUMBER}", whole):
        return float(pinned[2]), float(pinned[1])
    asked_for = parse_qs(parts.query) | parse_qs(parts.fragment)
    for lat_key, lon_key in (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng")):
        if lat_key in asked_for and lon_key in asked_for:
            return _ordered(_PAIR.match(f"{asked_for[lat_key][0]},{asked_for[lon_key][0]}"), is_lon_first=False)
    for key in _KEYS:
        if pairs := _PAIR.findall(asked_for.get(key, [""])[0]):
            lon_first = is_lon_first and key not in _LAT_FIRST_KEYS
            one, two = map(float, pairs[-1])
            return (one, two) if lon_first else (two, one)
    if shown := re.search(rf"map=[0-9.]+/{_NUMBER}/{_NUMBER}", whole):
        return float(shown[2]), float(shown[1])
    return _ordered(_PAIR.search(unquote(parts.path)), is_lon_first=is_lon_first)


def _ordered(pair: re.Match[str] | None, *, is_lon_first: bool) -> Position:
    if pair is None:
        raise NoPosition(Fault.NOT_COORDINATES)
    one, two = float(pair[1]), float(pair[2])
    return (one, two) if is_lon_first else (two, one)
