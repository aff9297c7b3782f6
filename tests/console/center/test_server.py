"""The center as a process: it starts with one line, ends in order, and loses nothing when it is killed."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from console.center.server import CannotRun, Ending, serve
from console.cli import CenterOptions
from console.domain.session import DEMO_PASSWORD, Role
from tests.console.center.running import running
from tests.console.center.town import Projector, Town

ROOT = Path(__file__).parents[3]


class Process:
    """A center in a process of its own; ``end_with_parent`` is on."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.console.center.running", str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, errors = self.process.communicate(timeout=20)
            raise AssertionError(errors)
        self.ready = json.loads(line)

    def client(self, role: Role = Role.TRAINER) -> httpx.Client:
        client = httpx.Client(base_url=self.ready["url"], timeout=20, trust_env=False)
        answer = client.post("/session", json={"user": role, "password": DEMO_PASSWORD}).json()
        client.headers["Authorization"] = f"Bearer {answer['access_token']}"
        self.refresh_token = answer["refresh_token"]
        return client

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Any]:
    with ExitStack() as stack:

        def started() -> Process:
            process = Process(tmp_path / "data")
            stack.callback(process.close)
            return process

        yield started


def test_the_ready_line_says_where_it_is(started: Any) -> None:
    process = started()
    assert process.ready["ready"] is True
    assert process.ready["pid"] == process.process.pid
    about = httpx.get(process.ready["url"], trust_env=False).json()
    assert about["epoch"] == process.ready["epoch"]


def test_killed_in_the_middle_of_work_it_has_kept_all_it_acknowledged(started: Any) -> None:
    process = started()
    acknowledged: dict[str, int] = {}

    def work(name: int) -> None:
        with closing(process.client()) as client:
            while True:
                key = uuid4().hex
                status = ("break", "available")[len(acknowledged) % 2]
                intent = {"type": "set_unit_status", "unit": f"U{name}", "status": status}
                try:
                    answer = client.post("/intents", json=intent, headers={"Idempotency-Key": key})
                except httpx.TransportError:
                    return
                if answer.status_code == 200:
                    acknowledged[key] = answer.json()["seq"]
                if len(acknowledged) >= 150:
                    process.process.kill()

    workers = [threading.Thread(target=work, args=(name,)) for name in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert process.process.wait(10) == -signal.SIGKILL

    again = started()
    assert again.ready["epoch"] == process.ready["epoch"]
    with closing(again.client()) as client:
        assert client.get("/snapshot").json()["seq"] >= max(acknowledged.values())
        for key, seq in list(acknowledged.items())[-20:]:
            for name in range(3):
                intents = [{"type": "set_unit_status", "unit": f"U{name}", "status": s} for s in ("break", "available")]
                answers = [client.post("/intents", json=i, headers={"Idempotency-Key": key}) for i in intents]
                assert all(answer.status_code in (200, 422) for answer in answers)
                assert all(answer.json()["seq"] == seq for answer in answers if answer.status_code == 200)
        renewed = client.post("/session/renewal", json={"refresh_token": process.refresh_token})
        assert renewed.status_code == 200


def test_a_zone_that_was_acknowledged_stands_after_a_kill(started: Any) -> None:
    process = started()
    ring = [[76.94, 43.24], [76.95, 43.24], [76.95, 43.25]]
    draw = {"type": "draw_zone", "drawing": {"kind": "cordon", "name": "Stadium", "ring": ring, "watch": {}}}
    with closing(process.client(Role.SUPERVISOR)) as client:
        answer = client.post("/intents", json=draw, headers={"Idempotency-Key": "k"})
    process.process.kill()
    process.process.wait(10)
    with closing(started().client()) as client:
        (zone,) = client.get("/snapshot").json()["zones"]
    assert (zone["id"], zone["drawing"]["ring"], zone["drawn_by"]) == (answer.json()["created"], ring, "supervisor")


def test_what_was_done_of_a_procedure_stands_after_a_kill(started: Any) -> None:
    process = started()
    call = {
        "type": "open_call", "kind": "fire", "lon": 76.93, "lat": 43.24, "place": "Abay", "line": "102", "text": "smoke"
    }  # fmt: skip

    def want(client: httpx.Client, intent: dict[str, Any]) -> str:
        answer = client.post("/intents", json=intent, headers={"Idempotency-Key": uuid4().hex}).raise_for_status()
        return str(answer.json()["created"])

    def incident(client: httpx.Client) -> dict[str, Any]:
        (one,) = client.get("/snapshot").json()["incidents"]
        return dict(one)

    with closing(process.client(Role.DUTY_OFFICER)) as client:
        opened = want(client, call)
        first, second, third = incident(client)["mandatory"][:3]
        want(client, {"type": "mark_step", "incident": opened, "step": first})
        want(client, {"type": "mark_step", "incident": opened, "step": second, "reason": "not needed here"})
        want(client, {"type": "mark_step", "incident": opened, "step": third})
        want(client, {"type": "reopen_step", "incident": opened, "step": third})
        task = want(client, {"type": "add_task", "incident": opened, "text": "Find the keys"})
        want(client, {"type": "mark_task", "incident": opened, "task": task, "done": True})
        before = incident(client)
    process.process.kill()
    process.process.wait(10)
    with closing(started().client()) as client:
        after = incident(client)

    assert after == before
    assert {name: mark.get("reason", "") for name, mark in after["steps"].items()} == {
        first: "",
        second: "not needed here",
    }
    assert (after["steps"][first]["by"], after["tasks"][0]["done_by"]) == ("duty_officer", "duty_officer")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(started: Any, number: signal.Signals) -> None:
    process = started()
    with closing(process.client()) as client:
        opening = client.post("/cameras/open/opening", json={}).json()
        with client.stream("GET", opening["main"]) as video:
            next(video.iter_lines())
            process.process.send_signal(number)
            _, errors = process.process.communicate(timeout=20)
    assert (process.process.returncode, errors) == (0, "")


def test_it_does_not_outlive_its_parent(started: Any) -> None:
    process = started()
    process.process.stdin.close()
    assert process.process.wait(20) == 0


def test_two_centers_do_not_share_a_folder(started: Any) -> None:
    started()
    with pytest.raises(AssertionError, match="Another center already works in"):
        started()


def refused(options: CenterOptions) -> str:
    with pytest.raises(CannotRun) as refusal:
        _serve(options)
    return str(refusal.value)


def _serve(options: CenterOptions) -> None:
    asyncio.run(serve(options, lambda _: None, Ending(), lambda *_: Town(), lambda *_: Projector()))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com", ""])
def test_only_this_machine_may_come_in(tmp_path: Path, host: str) -> None:
    assert "127.0.0.1" in refused(CenterOptions(tmp_path, host=host))


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} cannot be used" in refused(CenterOptions(tmp_path, port=port))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "cannot be made" in refused(CenterOptions(file / "data"))
    assert "cannot be made" in refused(CenterOptions(file))


def test_a_damaged_log_is_kept_aside(tmp_path: Path) -> None:
    log = tmp_path / "center.sqlite"
    log.write_bytes(b"not a log at all" * 500)
    assert "center.sqlite.damaged-1" in refused(CenterOptions(tmp_path))
    assert (tmp_path / "center.sqlite.damaged-1").read_bytes() == b"not a log at all" * 500
    assert not log.exists()
    with running(tmp_path) as center:
        assert center.epoch


def test_a_log_with_a_damaged_entry_is_kept_aside(tmp_path: Path) -> None:
    with running(tmp_path):
        pass
    db = sqlite3.connect(tmp_path / "center.sqlite")
    db.execute("UPDATE entries SET body = 'nonsense' WHERE seq = 3")
    db.commit()
    db.close()
    assert "is damaged" in refused(CenterOptions(tmp_path))
    assert (tmp_path / "center.sqlite.damaged-1").exists()


def test_epoch_units_and_positions_stay_over_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as first, closing(first.client()) as client:
        before = client.get("/snapshot").json()
    with running(tmp_path) as second, closing(second.client()) as client:
        after = client.get("/snapshot").json()
    assert after["epoch"] == before["epoch"] == first.epoch
    assert [unit["id"] for unit in after["units"]] == [unit["id"] for unit in before["units"]]
    assert after["seq"] == before["seq"] + 1, "only the log-in came"


def test_a_center_that_starts_on_a_clock_set_back_goes_on_where_its_log_ends(tmp_path: Path) -> None:
    with running(tmp_path) as first, closing(first.client()) as client:
        seen = client.get("/snapshot").json()
    ahead = seen["time"] + 86_400.0
    with closing(sqlite3.connect(tmp_path / "center.sqlite")) as db, db:
        seq, body = db.execute("SELECT seq, body FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        entry = json.loads(body) | {"time": ahead}
        db.execute("UPDATE entries SET body = ? WHERE seq = ?", (json.dumps(entry).encode(), seq))
    with running(tmp_path) as second, closing(second.client()) as client:
        again = client.get("/snapshot").json()
    assert again["time"] >= ahead
    ages = [again["time"] - unit["fix"][5] for unit in again["units"]]
    assert all(age >= 0 for age in ages), "nothing is of later than now"
