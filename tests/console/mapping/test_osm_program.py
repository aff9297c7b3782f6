"""``python main.py import-map`` as a person starts it: what it says, leaves behind, and how it ends."""

import os
import pty
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console import cli
from console.cli import ImportMapOptions
from console.mapping.osm import program
from tests.console.mapping.osm_extract import Archive, Extract, at, square_ring

ROOT = Path(__file__).resolve().parents[3]
CORNERS = at(-9, -7), at(9, 7)


def _started(
    home: Path, *arguments: object, bytes_a_file: int = 0, err: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    def limit() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as at a terminal, whoever runs the tests
        if bytes_a_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))

    return subprocess.Popen(
        [sys.executable, "main.py", "import-map", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "KUZET_HOME": str(home), "LANGUAGE": "en", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=err,
        text=True,
        preexec_fn=limit,
    )


def _town(file: Path) -> Path:
    town = Extract()
    town.way([at(-5, 0), at(5, 0)], highway="primary", name="Абай")
    town.way(square_ring(1, 1, 1), building="yes")
    return town.write(file, CORNERS)


def _sea(file: Path) -> Path:
    """An extract that takes a while to draw, also beside other work."""
    sea = Extract()
    sea.way(square_ring(-4000, -4000, 8000), natural="water")
    return sea.write(file)


def test_an_import_ends_with_a_summary_and_the_map_where_the_console_looks(tmp_path: Path, home: Path) -> None:
    file = _town(tmp_path / "Алматы.osm.pbf")
    process = _started(home, file, "--name", "My\x07 city")
    out, err = process.communicate()
    assert process.returncode == 0, err
    made = home / "data" / "maps" / "Алматы.mbtiles"
    assert Archive(made).metadata["name"] == "My city"
    summary, menu = out.splitlines()
    assert summary.startswith(f"{made}: 7 tiles, 0.0 MB, 1 street, 1 building, ")
    assert "layer menu" in menu
    assert err == "kuzet: drawing, 0 %, 0 tiles, 0 s\n"


def test_on_a_terminal_one_line_is_written_again_and_then_taken_away(tmp_path: Path, home: Path) -> None:
    master, slave = pty.openpty()
    process = _started(home, _town(tmp_path / "town.osm.pbf"), "--to", tmp_path / "town.mbtiles", err=slave)
    os.close(slave)
    process.communicate()
    said = os.read(master, 10_000).decode()
    os.close(master)
    assert "\r\x1b[Kkuzet: reading, 0 objects, 0 s" in said
    assert said.endswith("\r\x1b[K")
    assert "\n" not in said


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_leaves_nothing(tmp_path: Path, home: Path, stop: signal.Signals) -> None:
    target = tmp_path / "made" / "sea.mbtiles"
    target.parent.mkdir()
    process = _started(home, _sea(tmp_path / "sea.osm.pbf"), "--to", target)
    assert process.stderr is not None
    assert "drawing" in process.stderr.readline()
    process.send_signal(stop)
    _out, err = process.communicate()
    assert process.returncode == program.INTERRUPTED
    assert err.splitlines()[-1] == "kuzet: Stopped; nothing was written."
    assert "Traceback" not in err
    assert list(target.parent.iterdir()) == []


def test_a_disk_that_takes_no_more_is_told(tmp_path: Path, home: Path) -> None:
    target = tmp_path / "made" / "town.mbtiles"
    target.parent.mkdir()
    process = _started(home, _town(tmp_path / "town.osm.pbf"), "--to", target, bytes_a_file=10_000)
    _out, err = process.communicate()
    assert process.returncode == 1
    assert f"kuzet: {target} cannot be written: " in err.splitlines()[-1]
    assert "Traceback" not in err
    assert list(target.parent.iterdir()) == []


def _refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence of an import that is refused."""
    options = cli.parse(["import-map", *map(str, arguments)])
    assert isinstance(options, ImportMapOptions)
    assert program.run(options) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (sentence,) = captured.err.splitlines()
    return sentence.removeprefix("kuzet: ")


def test_what_is_no_extract_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone, folder, empty = tmp_path / "gone.osm.pbf", tmp_path / "folder", tmp_path / "empty.osm.pbf"
    folder.mkdir()
    empty.touch()
    other, odd, text = tmp_path / "other.osm.pbf", tmp_path / "odd.zip", tmp_path / "text.osm"
    for file in (other, odd):
        file.write_bytes(b"PK\x03\x04 something else")
    text.write_text("<html><body>not found</body></html>")
    assert _refused(capsys, gone) == f"There is no file {gone}."
    assert _refused(capsys, folder) == f"{folder} is no file."
    assert _refused(capsys, empty) == f"{empty} cannot be read: it is empty."
    assert _refused(capsys, other) == f"{other} cannot be read: it is damaged or no OpenStreetMap extract."
    assert _refused(capsys, odd).startswith(f"{odd} cannot be read: its name should end in one of .osm.pbf, ")
    assert _refused(capsys, text) == f"{text} cannot be read: it is damaged or no OpenStreetMap extract."


def test_a_name_that_is_no_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.osm.pbf")
    _town(tmp_path / "town.osm.pbf").rename(odd)
    assert _refused(capsys, odd).endswith("cannot be used: its name is no text. Give it another name.")


@pytest.mark.parametrize("ending", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
def test_an_extract_cut_short_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    file = _town(tmp_path / f"town{ending}")
    file.write_bytes(file.read_bytes()[:-25])
    assert (
        _refused(capsys, file) == f"{file} cannot be read: it ends too early, as if it had not been copied as a whole."
    )


def test_a_huge_text_in_an_extract_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "huge.osm"
    tag = f'<tag k="name" v="{"x" * 10_000}"/>'
    file.write_text(f'<osm version="0.6"><node id="1" version="1" lat="43" lon="76">{tag}</node></osm>')
    assert _refused(capsys, file) == f"{file} cannot be read: a text in it is longer than OpenStreetMap allows."


def test_nothing_to_draw_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _town(tmp_path / "town.osm.pbf")
    assert _refused(capsys, file, "--bounds", "10,10,11,11") == f"{file} has nothing in these bounds."
    bare = Extract()
    bare.node(at(0, 0))
    bare.write(tmp_path / "bare.osm.pbf")
    found = _refused(capsys, tmp_path / "bare.osm.pbf")
    assert found == f"There is nothing to draw in {tmp_path / 'bare.osm.pbf'}."


def test_a_target_that_cannot_be_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _town(tmp_path / "town.osm.pbf")
    nowhere = tmp_path / "nowhere" / "town.mbtiles"
    assert _refused(capsys, file, "--to", nowhere) == f"{nowhere} cannot be written: there is no such folder."
    assert _refused(capsys, file, "--to", tmp_path) == f"{tmp_path} cannot be written: it is a folder."
    assert "cannot be written over the extract" in _refused(capsys, file, "--to", file)


@pytest.mark.parametrize("bounds", ["1,2,3", "a,b,c,d", "77,43,76,44", "nan,0,1,1", "-181,0,1,1"])
def test_bounds_that_are_none_are_told(capsys: pytest.CaptureFixture[str], bounds: str) -> None:
    with pytest.raises(SystemExit):
        cli.parse(["import-map", "x.osm.pbf", f"--bounds={bounds}"])
    assert "must be west,south,east,north in degrees" in capsys.readouterr().err
