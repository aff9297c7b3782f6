import os
from pathlib import Path

from console.kept import kept, stamps

END = b"end"


def made(folder: Path, source: Path, bodies: list[bytes]) -> bytes:
    return kept(folder, "thing.bin", stamps([source]), END, lambda: bodies.pop(0) + END)


def test_what_was_made_is_kept_until_its_source_is_written_anew(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("one")
    bodies = [b"first ", b"second ", b"third "]
    assert made(tmp_path / "cache", source, bodies) == b"first end"
    assert made(tmp_path / "cache", source, bodies) == b"first end"
    source.write_text("another")
    assert made(tmp_path / "cache", source, bodies) == b"second end"
    before = source.stat()
    source.write_text("ANOTHER")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert made(tmp_path / "cache", source, bodies) == b"third end"


def test_half_a_file_is_made_anew(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("one")
    made(tmp_path / "cache", source, [b"first "])
    (written,) = (tmp_path / "cache").iterdir()
    written.write_bytes(b"fir")
    assert made(tmp_path / "cache", source, [b"again "]) == b"again end"


def test_a_cache_that_takes_nothing_costs_only_time(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("one")
    assert made(source / "no folder", source, [b"first "]) == b"first end"
