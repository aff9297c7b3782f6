"""What takes long to make and is the same each time: kept in the cache under a name that says what it was made of."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

log = logging.getLogger(__name__)


def kept(folder: Path, name: str, made_of: Iterable[bytes], end: bytes, make: Callable[[], bytes]) -> bytes:
    """The bytes of ``make()``, from the cache where they are there and whole.

    Args:
        folder: of the cache; one that cannot be written costs only time.
        name: of the file, with its suffix; a hash of ``made_of`` is put into it.
        made_of: everything the result depends on; what is different has another name.
        end: last bytes of a whole result.
        make: makes it anew.
    """
    mark = hashlib.sha256(b"\0".join(made_of)).hexdigest()[:16]
    path = folder / f"{Path(name).stem}-{mark}{Path(name).suffix}"
    try:
        found = path.read_bytes()
    except OSError:
        found = b""
    if found.endswith(end) and found:
        return found
    made = make()
    try:
        _keep(path, made)
    except OSError as fault:
        log.info("%s is not kept: %s", name, fault)
    return made


def stamps(files: Iterable[Path]) -> Iterator[bytes]:
    """Of files what is different once one of them was written anew, without reading them: path, size, time."""
    for file in files:
        written = file.stat()
        yield f"{file} {written.st_size} {written.st_mtime_ns}".encode()


def _keep(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    try:
        part.write_bytes(made)
        part.replace(path)
        _forget(path)
    finally:
        part.unlink(missing_ok=True)


def _forget(newest: Path) -> None:
    """Of the same thing made of something else, the two written last stay beside the newest."""
    stem = newest.name.rpartition("-")[0]
    others = [p for p in newest.parent.glob(f"{stem}-*{newest.suffix}") if p != newest]
    for old in sorted(others, key=lambda p: p.stat().st_mtime)[:-2]:
        old.unlink(missing_ok=True)
