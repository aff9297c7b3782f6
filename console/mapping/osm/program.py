"""``python main.py import-map FILE``: what a person types, and the sentences he is told."""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from console import paths
from console.cli import ImportMapOptions
from console.language import _, ngettext
from console.mapping.osm import importing
from console.mapping.osm.grid import Bounds
from console.mapping.osm.importing import Imported, NothingIn, TooLarge
from console.mapping.osm.reading import FORMATS, Unreadable
from console.mapping.osm.target import SUFFIX
from console.mapping.osm.terminal import Terminal
from console.mapping.osm.texts import plain
from console.reasons import against_writing, reason

INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells count it."""


def folder() -> Path:
    """Where the console looks for base maps."""
    return paths.data() / "maps"


def run(options: ImportMapOptions) -> int:
    """Import, and say how it went; the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    file, target = options.file, options.to or folder() / f"{_stem(options.file)}{SUFFIX}"
    terminal = Terminal(sys.stderr)
    try:
        if options.to is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        if problem := _against(file, target):
            return _refuse(problem)
        bounds = None if options.bounds is None else Bounds(*options.bounds)
        name = plain(options.name) or plain(_stem(file))
        imported = importing.run(file, target, name, bounds, terminal)
    except KeyboardInterrupt:
        terminal.end()
        _say(_("Stopped; nothing was written."))
        return INTERRUPTED
    except Unreadable as error:
        terminal.end()
        return _refuse(_("{file} cannot be read: {reason}.").format(file=file, reason=error))
    except NothingIn:
        terminal.end()
        where = _("There is nothing to draw in {file}.") if bounds is None else _("{file} has nothing in these bounds.")
        return _refuse(where.format(file=file))
    except TooLarge as error:
        terminal.end()
        text = _("{file} covers too much: {n} tiles, and at most {most} can be made. Narrow it with --bounds W,S,E,N.")
        return _refuse(text.format(file=file, n=f"{error.args[0]:,}", most=f"{importing.MOST_TILES:,}"))
    except (OSError, sqlite3.Error) as error:
        terminal.end()
        return _refuse(_("{file} cannot be written: {reason}.").format(file=target, reason=reason(error)))
    terminal.end()
    _sum_up(imported, target)
    return 0


def _against(file: Path, target: Path) -> str:
    """What speaks against it before it is begun, in a sentence; "" for nothing."""
    for path in (file, target):
        if not _is_text(path):
            return _("{file} cannot be used: its name is no text. Give it another name.").format(
                file=os.fsencode(path).decode(errors="replace")
            )
    if not file.exists():
        return _("There is no file {file}.").format(file=file)
    if not file.is_file():
        return _("{file} is no file.").format(file=file)
    if not os.access(file, os.R_OK):
        return _("{file} cannot be read: {reason}.").format(file=file, reason=_("no permission"))
    if not file.stat().st_size:
        return _("{file} cannot be read: {reason}.").format(file=file, reason=_("it is empty"))
    if target.exists() and target.samefile(file):
        return _("The map cannot be written over the extract {file} it is made of.").format(file=file)
    if why := against_writing(target):
        return _("{file} cannot be written: {reason}.").format(file=target, reason=why)
    return ""


def _is_text(path: Path) -> bool:
    """Whether a path is one that people and libraries can name; file systems take any bytes."""
    try:
        return bool(str(path).encode())
    except UnicodeEncodeError:
        return False


def _stem(file: Path) -> str:
    """The file's name without the ending of its format."""
    for ending in sorted(FORMATS, key=len, reverse=True):
        if file.name.lower().endswith(ending) and len(file.name) > len(ending):
            return file.name[: -len(ending)]
    return file.stem


def _sum_up(imported: Imported, target: Path) -> None:
    written = imported.written
    parts = (
        ngettext("{n} tile", "{n} tiles", written.tiles).format(n=f"{written.tiles:,}"),
        _("{n} MB").format(n=f"{written.size / 1e6:,.1f}"),
        ngettext("{n} street", "{n} streets", imported.streets).format(n=f"{imported.streets:,}"),
        ngettext("{n} building", "{n} buildings", imported.buildings).format(n=f"{imported.buildings:,}"),
        _("{n} s").format(n=f"{imported.seconds:.1f}"),
    )
    print(f"{target}: {', '.join(parts)}")
    if imported.left_out:
        text = ngettext(
            "{n} object was left out: too much of its shape is missing from the extract.",
            "{n} objects were left out: too much of their shape is missing from the extract.",
            imported.left_out,
        )
        print(text.format(n=f"{imported.left_out:,}"))
    if target.parent == folder():
        print(_("The console offers it among the base maps of its layer menu."))


def _refuse(sentence: str) -> int:
    _say(sentence)
    return 1


def _say(sentence: str) -> None:
    print(f"kuzet: {sentence}", file=sys.stderr, flush=True)
