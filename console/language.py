"""The operator's language: gettext catalogues for Russian, Kazakh and English, switched while the program runs.

English is the source text in the code. ``_`` translates when called, so a text that is kept (a command's title) is
marked with ``N_`` and translated when shown. Catalogues are ``resources/i18n/<language>.po``; the compiled form is
made anew in the user's cache whenever the source is newer, so that nothing compiled is kept in the project. A cache
that is damaged or cannot be written costs time, not the language.
"""

import gettext as _gettext
import io
import os
import struct
from contextlib import suppress
from pathlib import Path

from console import paths

LANGUAGES = ("ru", "kk", "en")
NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_current = "en"


def current() -> str:
    """The language in use: ``ru``, ``kk`` or ``en``."""
    return _current


def use(language: str) -> None:
    """Switch to ``language``; views are told by whoever called (see ``ui``). Raises KeyError for an unknown one."""
    global _catalogue, _current
    if language not in LANGUAGES:
        raise KeyError(language)
    source = paths.RESOURCES / "i18n" / f"{language}.po"
    _catalogue = _compiled(source) if source.exists() else _gettext.NullTranslations()
    _current = language


def _compiled(source: Path) -> _gettext.NullTranslations:
    stat = source.stat()
    kept = paths.cache() / "i18n" / f"{source.stem}-{stat.st_mtime_ns:x}-{stat.st_size:x}.mo"
    try:
        with kept.open("rb") as file:
            return _gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        compiled = _compile(source)
    with suppress(OSError):
        _keep(kept, compiled)
    return _gettext.GNUTranslations(io.BytesIO(compiled))


def _compile(source: Path) -> bytes:
    from babel.messages import mofile, pofile

    with source.open("rb") as file:
        catalogue = pofile.read_po(file, locale=source.stem)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue)
    return compiled.getvalue()


def _keep(target: Path, compiled: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}")
    try:
        part.write_bytes(compiled)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _(text: str) -> str:
    """``text`` in the operator's language (the text itself where no translation is known)."""
    return _catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a counted text that the language asks for (ru has 3, kk 2)."""
    return _catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark ``text`` for translation later; returns it as it is."""
    return text


def system() -> str:
    """The system's language where it is one of ours, else English; the environment is asked in gettext's order."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in os.environ.get(name, "").split(":"):
            code = wish[:2].lower()
            if code in LANGUAGES:
                return code
    return "en"
