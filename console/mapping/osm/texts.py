"""Texts of an extract as they may stand on a map: anybody may have written them."""

import unicodedata

LONGEST = 200
"""Characters; the longest name of a street known to OpenStreetMap has about half as many."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def plain(text: str) -> str:
    """The text on one line without control, direction and unassigned characters, at most ``LONGEST`` characters."""
    if len(text) <= LONGEST and text.isprintable():
        return text
    seen = (" " if c.isspace() else c for c in text[: 4 * LONGEST])
    kept = "".join(c for c in seen if unicodedata.category(c) not in _INVISIBLE)
    return " ".join(kept.split())[:LONGEST].rstrip()
