"""How a place is said, and how its name gets shorter where room is short: one rule for tiles, rows, cards and maps.

Names of streets carry their kind ("улица Абая", "Абай даңғылы", "Abay Avenue"). First the kind is abbreviated as the
language usually does it, then it is left out, in the end quarters of the sky are abbreviated too: what tells one place
from another is kept longest.
"""

import re

from console import language
from console.domain.text import LocalText
from console.insight import place_names
from console.insight.addresses import Address, AtCrossing, OffCrossing, OffPlace, OnStreet
from console.language import N_, _
from console.viewmodels import words

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), short) for pattern, short in pairs)


_ABBREVIATED: dict[str, _Rules] = {
    "ru": _rules(
        (r"\bулиц\w+ ", "ул. "),
        (r"\bпроспект\w* ", "пр. "),
        (r"\bбульвар\w* ", "бул. "),
        (r"\bнабережн\w+ ", "наб. "),
        (r"\bпереул\w+ ", "пер. "),
        (r"\bпроезд\w* ", "пр-д "),
        (r"\bплощад\w+ ", "пл. "),
    ),
    "kk": _rules(
        (r"\bкөше(?=сі)", "к-"),
        (r"\bдаңғыл(?=ы)", "д-л"),
        (r"\bбульвары\b", "бул."),
        (r"\bбульвар(?=ы)", "бул-"),
        (r"\bжағалау(?=ы)", "жағ-"),
    ),
    "en": _rules(
        (r"\bStreet\b", "St"),
        (r"\bAvenue\b", "Ave"),
        (r"\bBoulevard\b", "Blvd"),
        (r"\bHighway\b", "Hwy"),
        (r"\bEmbankment\b", "Emb"),
        (r"\bSquare\b", "Sq"),
    ),
}
_BARE: dict[str, _Rules] = {
    "ru": _rules((r"\b(ул|пр|бул|наб|пер)\. ", ""), (r"\bпр-д ", "")),
    "kk": _rules((r" (к-сі|д-лы)\b", ""), (r" бул\.", "")),
    "en": _rules((r" (St|Ave|Blvd|Hwy)\b", "")),
}

_QUARTERS: dict[str, _Rules] = {
    "ru": _rules(
        (r"\bсеверо-восточнее\b", "с.-в."),
        (r"\bсеверо-западнее\b", "с.-з."),
        (r"\bюго-восточнее\b", "ю.-в."),
        (r"\bюго-западнее\b", "ю.-з."),
    ),
    "kk": _rules(
        (r"\bсолтүстік(ке)?\b", "солт."),
        (r"\bоңтүстік(ке)?\b", "оңт."),
        (r"\bшығыс(қа)?\b", "шығ."),
        (r"\bбатыс(қа)?\b", "бат."),
    ),
    "en": _rules(
        (r"\bnorth-east of\b", "NE of"),
        (r"\bnorth-west of\b", "NW of"),
        (r"\bsouth-east of\b", "SE of"),
        (r"\bsouth-west of\b", "SW of"),
    ),
}


WINDS = (N_("N"), N_("NE"), N_("E"), N_("SE"), N_("S"), N_("SW"), N_("W"), N_("NW"))
"""Quarters of the sky as a map abbreviates them."""


def told(address: Address) -> str:
    """An address as one says it: "Abay Avenue, 80 m east of Seifullin Street"."""
    return words.name(place_names.said(address))


def brief(address: Address) -> str:
    """An address as one writes it on a map: "Abay – Seifullin, 80 m E"."""
    match address:
        case AtCrossing(street, cross):
            return _crossing(street, cross)
        case OnStreet(street, cross, metres, bearing) | OffCrossing(street, cross, metres, bearing):
            return f"{_crossing(street, cross)}, {_away(metres, bearing)}"
        case OffPlace(name, metres, bearing):
            return f"{words.name(name)}, {_away(metres, bearing)}"
        case _:
            return bare(told(address))


def bare(name: str) -> str:
    """The name of a street without its kind, in the operator's language: "Абая" of "проспект Абая"."""
    current = language.current()
    return _with(_BARE[current], _with(_ABBREVIATED[current], name))


def _crossing(street: LocalText, cross: LocalText) -> str:
    return f"{bare(words.name(street))} – {bare(words.name(cross))}"


def _away(metres: float, bearing: float) -> str:
    wind = _(WINDS[place_names.wind(bearing)])
    return _("{distance} {wind}").format(distance=words.distance(max(metres, 10)), wind=wind)


def shorter(place: str) -> tuple[str, ...]:
    """The place as it is and ever shorter: kinds of streets abbreviated, without them, quarters abbreviated."""
    current = language.current()
    forms = [place]
    for rules in (_ABBREVIATED, _BARE, _QUARTERS):
        forms.append(_with(rules[current], forms[-1]))
    return tuple(dict.fromkeys(forms))


def with_district(place: str, district: str) -> tuple[str, ...]:
    """The place with its district's name, then the forms of the place alone; the longest first."""
    whole = " · ".join(part for part in (place, district) if part)
    return tuple(dict.fromkeys((whole, *shorter(place))))


def _with(rules: _Rules, text: str) -> str:
    for pattern, short in rules:
        text = pattern.sub(short, text)
    return text
