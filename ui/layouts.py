"""The same physical keys on Russian and Kazakh keyboards: a command's key works whatever layout is on.

Qt finds a Latin letter behind a Cyrillic one only where a Latin layout is configured too, and never the digit behind
the quotation mark, comma or full stop of a Kazakh keyboard. So each command gets those characters as further keys.
"""

_LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))
"""The letters of ЙЦУКЕН stand alike on Russian and Kazakh keyboards (xkb symbols `ru` and `kz`)."""

_DIGITS = dict(zip("1234567890", '"ӘІҢҒ,.ҮҰҚ', strict=True))
"""What the row of digits gives on a Kazakh keyboard without Shift; on a Russian one it gives digits."""


def also(keys: str) -> str:
    """The key sequence of the same physical keys in Cyrillic, in Qt's portable text; "" where it needs none."""
    before, plus, key = keys.rpartition("+")
    if "Shift" in before and key in _DIGITS:
        return ""
    cyrillic = _LETTERS.get(key) or _DIGITS.get(key)
    return f"{before}{plus}{cyrillic}" if cyrillic else ""
