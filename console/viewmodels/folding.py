"""Texts as they are compared in a search: without case, accents and punctuation, spelled one way.

Who types Russian letters finds Kazakh names, who types "Seyfullin" finds Seifullin. A folded text is words between
blanks, begun and ended by one, so that " word" is found at beginnings of words only.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 120
"""Characters of a text that are compared; no name is longer, and nobody types more."""

_LETTERS = str.maketrans(
    {
        "ә": "а",
        "ғ": "г",
        "қ": "к",
        "ң": "н",
        "ө": "о",
        "ұ": "у",
        "ү": "у",
        "һ": "х",
        "і": "и",
        "ё": "е",
        "й": "и",
        "ъ": None,
        "ь": None,
        "y": "i",
        "q": "k",
        "'": None,
        "’": None,
    }
)
LOOKALIKES = str.maketrans("авекмнорстх", "abekmhopctx")
"""Russian letters of a callsign or an id, by the Latin ones that look the same: nobody sees which were typed."""

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_APART = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([a-zа-я])\1")
_CODE = re.compile(r"[авекмнорстх]+[0-9]\w*")
_JOINED = re.compile(r"\w+(?:[-.]\w+)+")

_KINDS = frozenset(
    re.findall(
        r"\w+",
        """улица ул проспект пр прт просп пркт булвар бул бр шоссе ш набережная наб переулок пер тракт проезд площад пл
        кошеси кси дангылы длы булвары жагалауы
        street st avenue ave av boulevard blvd highwai hwi embankment square road rd
        перекресток пересечение угол киылысы crossing corner""",
    )
)
"""What streets and crossings are, folded: they tell little, and many an avenue is called a street."""

_ROMAN, _RUSSIAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_RUSSIAN = str.maketrans(_ROMAN + _ROMAN.upper(), _RUSSIAN * 2)
_TO_ROMAN = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _ROMAN * 2)


@lru_cache(maxsize=16_384)
def fold(*texts: str) -> str:
    """The texts as words to be compared with."""
    plain = _plain(*texts)
    joined = (
        [_spelled(_APART.sub("", whole)) for whole in _JOINED.findall(plain)] if "-" in plain or "." in plain else []
    )
    return " ".join(("", *_spelled(plain).split(), *joined, ""))


def typed_words(typed: str) -> list[str]:
    """The words somebody typed; kinds of streets are left out where anything else is said."""
    plain = _JOINED.sub(lambda joined: _APART.sub("", joined[0]) if _is_kind(joined[0]) else joined[0], _plain(typed))
    words = _spelled(plain).split()
    telling = [word for word in words if word not in _KINDS]
    return telling or words


def other_layout(typed: str) -> str:
    """What the same keys say in the other keyboard layout, Latin or Russian."""
    is_russian = any("а" <= letter <= "я" for letter in typed.lower())
    return typed.translate(_TO_ROMAN if is_russian else _TO_RUSSIAN)


def fit(words: Iterable[str], folded: str) -> int | None:
    """How well typed words fit a folded text: each must begin one of its words; more letters and whole words tell more.

    Figures compare with those of ``fuzzy.score``.
    """
    points = 0
    for word in words:
        at = folded.find(" " + word)
        if at < 0:
            return None
        is_whole = folded[at + 1 + len(word)] == " " or f" {word} " in folded
        points += 6 + 5 * (len(word) - 1) + 2 * is_whole
    return points * 4 - len(folded) // 12


def _is_kind(joined: str) -> bool:
    return _APART.sub("", joined) in _KINDS


def _plain(*texts: str) -> str:
    """Small letters of one spelling, without what cannot be seen."""
    visible = _INVISIBLE.sub("", "\n".join(text[:LONGEST] for text in texts).replace("№", " "))
    return unicodedata.normalize("NFKC", visible).casefold().translate(_LETTERS)


def _spelled(plain: str) -> str:
    """The words of a plain text between blanks: double letters single, "kh" as "h", codes in Latin letters."""
    words = _TWICE.sub(r"\1", _APART.sub(" ", plain)).replace("kh", "h")
    return _CODE.sub(lambda code: code[0].translate(LOOKALIKES), words)
