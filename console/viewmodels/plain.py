"""Foreign text where Qt would read more into it: markup in a tooltip, a key behind an ampersand, a column."""

from html import escape

TIP_AT_MOST = 1_000
"""Longest tooltip, characters: more than that covers the window."""

ENTRY_AT_MOST = 120
"""Longest entry of a menu, characters."""

SIGN_AT_MOST = 40
"""Longest name on the map itself, characters."""


def tip(text: str) -> str:
    """Text for a tooltip, which says what is there and no more, also where a name holds a tag."""
    short = _cut(text, TIP_AT_MOST)
    return "<p>" + escape(short).replace("\n", "<br>") + "</p>" if "<" in short else short


def entry(text: str) -> str:
    """Text for a menu or a button."""
    return _cut(" ".join(text.split()), ENTRY_AT_MOST).replace("&", "&&")


def sign(text: str) -> str:
    """Text for a sign on the map: one line, no longer than a sign can be."""
    return _cut(" ".join(text[: 4 * SIGN_AT_MOST].split()), SIGN_AT_MOST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
