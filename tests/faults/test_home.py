"""A home that is damaged, unwritable or shared: the console runs where it can, and nothing in it is overwritten."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.link.outbox import Outbox
from tests.faults.conftest import Ended, Run, Start

Look = Callable[..., tuple[Ended, dict[str, Any]]]
SPOILT = b"\x17 neither settings nor database nor msgpack " * 200


def test_whatever_is_damaged_is_set_aside_and_the_console_works(look: Look, home: Path) -> None:
    first, report = look()
    assert (first.code, report["link"]["state"]) == (0, "live")
    assert not first.said
    kept = [
        home / "config" / "settings.json",
        home / "data" / "outbox-1.sqlite",
        *(home / "cache").glob("registry-*.msgpack"),
    ]
    made_anew = [*(home / "cache" / "i18n").iterdir(), *(home / "cache" / "map").iterdir()]
    assert len(kept) == 3
    assert {".mo", ".html", ".npy"} <= {file.suffix for file in made_anew}
    for file in (*kept, *made_anew):
        file.write_bytes(SPOILT)
    second, again = look()
    assert (second.code, again["link"]["state"]) == (0, "live")
    assert again["map"]["cameras"] == report["map"]["cameras"] > 0
    for file in kept:
        assert file.with_name(f"{file.name}.damaged-1").read_bytes() == SPOILT
        assert file.read_bytes() != SPOILT


def test_settings_that_are_not_understood_are_set_aside_and_the_rest_is_used(look: Look, home: Path) -> None:
    file = home / "config" / "settings.json"
    file.parent.mkdir(parents=True)
    odd = {"theme": "purple", "language": "xx", "log_level": "LOUD", "volume": {"P1": 300}, "new": 1, "is_muted": True}
    odd |= {"window_geometry": "AAAA", "window_state": "AAAA", "tiles": {"layout": "9x9", "cameras": ["none"]}}
    file.write_text(json.dumps(odd))
    ended, report = look()
    assert (ended.code, report["language"]) == (0, "en")
    assert not ended.said
    assert json.loads(file.with_name("settings.json.damaged-1").read_bytes()) == odd
    good = json.loads(file.read_bytes())
    assert (good["theme"], good["is_muted"]) == ("dark", True)


def test_where_nothing_can_be_written_the_console_works_and_says_so(look: Look, home: Path) -> None:
    home.mkdir()
    for name in ("cache", "data"):
        (home / name).touch()
    ended, report = look()
    assert (ended.code, report["link"]["state"]) == (0, "live")
    (sentence,) = ended.said
    assert sentence.startswith(f"kuzet: The log cannot be written to {home}/data/log: ")


@pytest.mark.parametrize("spoil", ["config", "config/settings.json"])
def test_settings_that_cannot_be_read_are_not_overwritten(run: Run, home: Path, spoil: str) -> None:
    if spoil == "config":
        home.mkdir()
        (home / spoil).touch()
    else:
        (home / spoil).mkdir(parents=True)
    ended = run("--for", 0)
    assert ended.code == 1
    (sentence,) = ended.said
    assert sentence.startswith(f"kuzet: The settings in {home}/config cannot be read: ")


def test_the_doctor_names_a_home_that_cannot_be_written(run: Run, home: Path) -> None:
    home.touch()
    ended = run("doctor")
    assert ended.code == 0
    assert f"folders: {home}/config cannot be written" in ended.out


@pytest.mark.anyio
async def test_two_consoles_share_a_home(start: Start, center: str, home: Path, tmp_path: Path) -> None:
    reports = [tmp_path / f"report-{n}.json" for n in range(2)]
    both = [start("--center", center, "--role", "supervisor", "--report", r, "--after", 0) for r in reports]
    for console in both:
        ended = console.ended()
        assert (ended.code, ended.said) == (0, [])
    assert [json.loads(r.read_bytes())["link"]["state"] for r in reports] == ["live", "live"]
    assert json.loads((home / "config" / "settings.json").read_bytes())["theme"] == "dark"
    outbox = Outbox(home / "data")
    await outbox.open()
    assert (outbox.trouble, outbox.set_aside) == ("", [])
    await outbox.close()
