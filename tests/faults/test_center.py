"""A center that cannot run says why in one sentence, loses nothing, and runs once the fault is mended."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import pytest

from console import language
from console.domain.registry import Registry
from console.domain.session import DEMO_PASSWORD
from tests.faults.conftest import CAMERAS, Program, Start

SPOILT = b"\x17 this is no database " * 400
Serve = Callable[..., Program]


@pytest.fixture
def data(made: Path, home: Path) -> Path:
    """The folder of a log that was begun, in a home whose city is made."""
    shutil.copytree(made, home)
    return home / "data" / "center"


@pytest.fixture
def serve(start: Start, data: Path) -> Serve:
    """Starts a center on that log."""
    return lambda *arguments, **more: start(
        "center", "--cameras", CAMERAS, "--data", data, "--end-with-parent", *arguments, **more
    )


def test_a_port_in_use(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = serve("--port", port).ended()
    assert ended.code == 1
    (sentence,) = ended.said
    assert sentence.startswith(f"Port {port} cannot be used: it is in use.")


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_it_is_said_in_the_language_of_whoever_started_it(serve: Serve, code: str) -> None:
    said = serve("--host", "nowhere", LANGUAGE=code).ended().said
    language.use(code)
    assert said == [language._("{host} is not an address of this machine; use 127.0.0.1.").format(host="nowhere")]


def test_an_address_that_is_not_this_machine_s_own(serve: Serve) -> None:
    assert "listens on 127.0.0.1 only, not on 0.0.0.0" in serve("--host", "0.0.0.0").ended().err


def test_a_folder_that_another_center_works_in(serve: Serve, data: Path) -> None:
    first = serve()
    first.ready()
    second = serve().ended()
    assert second.code == 1
    assert second.said == [f"Another center already works in {data}."]
    assert first.leave().code == 0


def test_a_file_where_its_folder_should_be(start: Start, home: Path) -> None:
    home.mkdir()
    (home / "file").touch()
    ended = start("center", "--data", home / "file" / "data").ended()
    assert ended.code == 1
    assert f"The folder {home}/file/data cannot be made: a file is where a folder should be." in ended.said


def test_a_damaged_database_is_kept_and_the_next_start_begins_anew(serve: Serve, data: Path) -> None:
    (data / "center.sqlite").write_bytes(SPOILT)
    (data / "center.lock").write_bytes(SPOILT)
    ended = serve().ended()
    assert ended.code == 1
    assert ended.said[-1].startswith(f"The log {data}/center.sqlite is damaged")
    assert (data / "center.sqlite.damaged-1").read_bytes() == SPOILT
    assert (data / "center.lock.damaged-1").read_bytes() == SPOILT
    again = serve()
    again.ready()
    assert again.leave().code == 0


def test_a_damaged_city_is_set_aside_and_made_anew(serve: Serve, home: Path) -> None:
    (city,) = (home / "cache" / "city").iterdir()
    city.write_bytes(SPOILT)
    center = serve()
    center.ready()
    assert center.leave().code == 0
    assert city.with_name(f"{city.name}.damaged-1").read_bytes() == SPOILT
    assert city.stat().st_size > len(SPOILT)


def test_a_disk_that_takes_nothing_at_the_start(serve: Serve, data: Path) -> None:
    shutil.rmtree(data)
    ended = serve(bytes_a_file=16 * 1024).ended()
    assert ended.code == 1
    assert ended.said[-1].startswith(f"The log {data}/center.sqlite cannot be opened: ")


def test_a_disk_that_fills_up_under_way_refuses_and_keeps_what_was_acknowledged(serve: Serve, data: Path) -> None:
    center = serve(bytes_a_file=(data / "center.sqlite").stat().st_size + 64 * 1024)
    with httpx.Client(base_url=center.ready(), timeout=20) as http:
        who = http.post("/session", json={"user": "trainer", "password": DEMO_PASSWORD})
        http.headers["Authorization"] = f"Bearer {who.json()['access_token']}"
        button = msgspec.msgpack.decode(http.get("/registry").content, type=Registry).buttons[0].id
        told = [
            http.post("/signals", json={"device": button, "kind": "panic_button", "active": count % 2 == 0})
            for count in range(400)
        ]
        refused = next(answer for answer in told if answer.is_error)
        assert (refused.status_code, refused.json()["type"]) == (503, "unavailable")
        seq = http.get("/snapshot").json()["seq"]
    center.kill()
    after = serve()
    with httpx.Client(base_url=after.ready(), timeout=20) as http:
        who = http.post("/session", json={"user": "trainer", "password": DEMO_PASSWORD})
        token = who.json()["access_token"]
        assert http.get("/snapshot", headers={"Authorization": f"Bearer {token}"}).json()["seq"] >= seq
    assert after.leave().code == 0
