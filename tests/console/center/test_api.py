"""REST over a real socket: who may do what, once for each key, and nothing that comes in breaks anything."""

import threading
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from console.clock import WallClock
from console.domain.alarms import Priority
from console.domain.errors import Problem, ProblemType
from console.domain.events import CameraOpened, OperatorCame
from console.domain.offences import OffenceRecord, of_record
from console.domain.picture import Snapshot
from console.domain.protocol import (
    MSGPACK,
    PROBLEM_JSON,
    About,
    Mode,
    Opening,
    Outcome,
    Procedures,
    Recommendations,
)
from console.domain.registry import Registry
from console.domain.session import Role, Session
from tests.console.center.conftest import Client
from tests.console.center.running import Running
from tests.console.center.town import BUTTONS, UNITS


def press(trainer: httpx.Client, device: str = "B0") -> None:
    assert trainer.post("/signals", json={"device": device, "kind": "panic_button"}).status_code == 204


def known(client: httpx.Client) -> Snapshot:
    return msgspec.json.decode(client.get("/snapshot").raise_for_status().content, type=Snapshot)


def wish(client: httpx.Client, intent: dict[str, Any], key: str = "", version: int | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    return client.post("/intents", json=intent, headers=headers)


def problem(answer: httpx.Response) -> Problem:
    assert answer.headers["content-type"] == PROBLEM_JSON
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert problem.status == answer.status_code
    return problem


def test_a_center_says_what_it_is_to_anyone(center: Running, client: Client) -> None:
    about = msgspec.json.decode(client(None).get("/").content, type=About)
    assert (about.service, about.contract, about.epoch, about.mode) == ("kuzet-center", 1, center.epoch, Mode.LIVE)


def test_logging_in_gives_a_session_and_is_written_down(client: Client, center: Running) -> None:
    answer = client(None).post("/session", json={"user": "supervisor", "password": "kuzet-demo"})
    session = msgspec.json.decode(answer.content, type=Session)
    assert session.operator.role is Role.SUPERVISOR
    renewed = client(None).post("/session/renewal", json={"refresh_token": session.refresh_token})
    assert msgspec.json.decode(renewed.content, type=Session).operator == session.operator
    assert center.entries()[-1].event == OperatorCame("Б. Сейтқали")


def test_a_wrong_password_is_told(visitor: Client) -> None:
    answer = visitor(None).post("/session", json={"user": "supervisor", "password": "wrong"})
    assert (answer.status_code, problem(answer).type) == (401, ProblemType.WRONG_PASSWORD)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/snapshot"),
        ("GET", "/registry"),
        ("POST", "/intents"),
        ("POST", "/signals"),
        ("POST", "/cameras/open/opening"),
    ],
)
@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Basic eDp5", "Bearer", "Bearer ?"])
def test_who_is_not_logged_in_learns_nothing(visitor: Client, method: str, path: str, token: str | None) -> None:
    headers = {"Authorization": token} if token else {}
    answer = visitor(None).request(method, path, headers=headers, content=b"{")
    assert (answer.status_code, problem(answer).type) == (401, ProblemType.NOT_LOGGED_IN)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_only_a_trainer_makes_devices_speak(client: Client) -> None:
    for role in (Role.DUTY_OFFICER, Role.SUPERVISOR):
        answer = client(role).post("/signals", json={"device": "B0", "kind": "panic_button"})
        assert (answer.status_code, problem(answer).type) == (403, ProblemType.FORBIDDEN)
    trainer = client(Role.TRAINER)
    assert problem(trainer.post("/signals", json={"device": "none", "kind": "fire"})).type is ProblemType.NOT_FOUND
    press(trainer)
    (alarm,) = known(trainer).alarms
    assert alarm.source == "B0"


def test_a_trainer_says_how_bad_it_is(client: Client) -> None:
    trainer = client(Role.TRAINER)
    for body in ({}, {"priority": 1}):
        answer = trainer.post("/signals", json={"device": "B0", "kind": "crowd", **body})
        assert answer.status_code == 204
    (alarm,) = known(trainer).alarms
    assert (alarm.priority, alarm.occurrences) == (Priority.P1, 2)


def test_the_registry_travels_once(client: Client) -> None:
    officer = client()
    whole = officer.get("/registry")
    assert whole.headers["content-type"] == MSGPACK
    registry = msgspec.msgpack.decode(whole.content, type=Registry)
    assert [button.id for button in registry.buttons] == list(BUTTONS)
    again = officer.get("/registry", headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    nothing = msgspec.msgpack.decode(officer.get(f"/registry?since={registry.revision}").content, type=Registry)
    assert (nothing.since, nothing.revision, nothing.buttons) == (registry.revision, registry.revision, [])


def test_a_registry_of_another_city_is_replaced_though_its_revision_is_the_same(client: Client) -> None:
    officer = client()
    revision = msgspec.msgpack.decode(officer.get("/registry").content, type=Registry).revision
    answer = officer.get(f"/registry?since={revision}", headers={"If-None-Match": '"another"'})
    assert msgspec.msgpack.decode(answer.content, type=Registry).since == 0


def test_an_intent_is_done_once_for_each_key(client: Client) -> None:
    officer = client()
    press(client(Role.TRAINER))
    alarm = known(officer).alarms[0].id
    first = wish(officer, {"type": "open_incident", "alarms": [alarm]}, "key")
    outcome = msgspec.json.decode(first.content, type=Outcome)
    again = wish(officer, {"type": "open_incident", "alarms": [alarm]}, "key")
    assert (again.status_code, again.content) == (200, first.content)
    snapshot = known(officer)
    assert [incident.id for incident in snapshot.incidents] == [outcome.created]
    assert snapshot.seq == outcome.seq


def test_a_key_is_not_used_for_something_else(client: Client) -> None:
    officer = client()
    wish(officer, {"type": "set_unit_status", "unit": UNITS[0], "status": "break"}, "key")
    answer = wish(officer, {"type": "set_unit_status", "unit": UNITS[1], "status": "break"}, "key")
    assert (answer.status_code, problem(answer).type) == (422, ProblemType.KEY_REUSED)
    other = wish(client(Role.SUPERVISOR), {"type": "set_unit_status", "unit": UNITS[1], "status": "break"}, "key")
    assert other.status_code == 200


def test_the_same_key_many_times_at_once_is_done_once(client: Client) -> None:
    clients = [client() for _ in range(6)]
    intent = {"type": "set_unit_status", "unit": UNITS[0], "status": "break"}
    answers: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda c=c: answers.append(wish(c, intent, "key"))) for c in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}


def test_two_race_for_an_alarm_and_the_loser_is_told_who_won(client: Client) -> None:
    press(client(Role.TRAINER))
    officer, supervisor = client(), client(Role.SUPERVISOR)
    alarm = known(officer).alarms[0]
    answers: dict[str, httpx.Response] = {}

    def acknowledge(name: str, who: httpx.Client) -> None:
        answers[name] = wish(who, {"type": "acknowledge", "alarm": alarm.id}, version=alarm.version)

    both = (("duty_officer", officer), ("supervisor", supervisor))
    threads = [threading.Thread(target=acknowledge, args=one) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(answers, key=lambda name: answers[name].status_code)
    assert answers[won].status_code == 200
    assert (problem(answers[lost]).type, problem(answers[lost]).by) == (ProblemType.CONFLICT, won)
    assert problem(answers[lost]).at == pytest.approx(known(officer).alarms[0].acknowledged_at)


def test_what_changed_since_it_was_seen_says_who_and_when(client: Client) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    unit = known(officer).units[0]
    wish(supervisor, {"type": "set_unit_status", "unit": unit.id, "status": "break"})
    answer = wish(officer, {"type": "set_unit_status", "unit": unit.id, "status": "on_patrol"}, version=unit.version)
    now = known(officer).units[0]
    told = problem(answer)
    assert (told.status, told.type, told.by) == (412, ProblemType.CHANGED, "supervisor")
    assert (told.current, told.at) == (now.version, now.status_since)


def test_opening_a_camera_needs_consent_and_is_in_the_journal(client: Client, center: Running) -> None:
    officer = client()
    refusals = {
        camera: problem(officer.post(f"/cameras/{camera}/opening", json={})).type
        for camera in ("reasoned", "withheld", "planned", "nowhere")
    }
    assert refusals == {
        "reasoned": ProblemType.REASON_NEEDED,
        "withheld": ProblemType.NO_CONSENT,
        "planned": ProblemType.CONFLICT,
        "nowhere": ProblemType.NOT_FOUND,
    }
    assert not any(isinstance(entry.event, CameraOpened) for entry in center.entries())
    officer.post("/cameras/reasoned/opening", json={"reason": "fight reported"}).raise_for_status()
    entry = center.entries()[-1]
    assert (entry.actor, entry.event) == ("duty_officer", CameraOpened("reasoned", "fight reported"))


def test_a_lease_shows_the_camera_live_and_as_it_was(client: Client) -> None:
    opening = msgspec.json.decode(client().post("/cameras/open/opening", json={}).content, type=Opening)
    anyone = client(None)
    for address, quality in ((opening.main, b"main"), (opening.sub, b"sub")):
        with anyone.stream("GET", address) as video:
            assert video.headers["content-type"] == "video/mp2t"
            assert next(video.iter_lines()).encode() == b"open " + quality
    hour = WallClock().now() // 3600 * 3600 - 3600
    past = anyone.get(opening.archive, params={"start": hour + 5, "rate": 2})
    assert past.content == f"open main {hour + 5:.0f} 2.0\n".encode()


def test_video_needs_a_lease_and_good_figures(client: Client, center: Running) -> None:
    opening = msgspec.json.decode(client().post("/cameras/open/opening", json={}).content, type=Opening)
    anyone = client(None)
    assert problem(anyone.get("/video/guess/live.ts")).type is ProblemType.NOT_FOUND
    for bad in ({"start": "nan"}, {"start": "-1"}, {"start": "1", "rate": "0"}, {"start": "1", "rate": "inf"}, {}):
        assert problem(anyone.get(opening.archive, params=bad)).status == 400
    assert problem(anyone.get(opening.main.replace("main", "best"))).status == 400
    center.projector.is_ready = False
    waiting = anyone.get(opening.main)
    assert (waiting.status_code, problem(waiting).type) == (503, ProblemType.NOT_READY)
    assert waiting.headers["retry-after"] == "5"


HOSTILE: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("not JSON", b"{"),
    ("NaN", b'{"type":"acknowledge","alarm":NaN}'),
    ("not UTF-8", b'{"type":"acknowledge","alarm":"\xff\xfe"}'),
    ("an array", b"[]"),
    ("a number", b"5"),
    ("null", b"null"),
    ("no type", b'{"alarm":"A1"}'),
    ("another type", b'{"type":"format_disk"}'),
    ("wrong type", b'{"type":"acknowledge","alarm":5}'),
    ("no id", b'{"type":"acknowledge","alarm":""}'),
    ("long id", b'{"type":"acknowledge","alarm":"' + b"x" * 10_000 + b'"}'),
    ("more than asked", b'{"type":"acknowledge","alarm":"A1","force":true}'),
    ("many alarms", b'{"type":"open_incident","alarms":[' + b",".join([b'"A1"'] * 101) + b"]}"),
    ("no alarms", b'{"type":"open_incident","alarms":[]}'),
    ("long note", b'{"type":"add_note","incident":"I1","text":"' + b"x" * 10_001 + b'"}'),
    ("no such status", b'{"type":"set_unit_status","unit":"U0","status":"asleep"}'),
    ("deep", b"[" * 50_000),
    ("huge number", b'{"type":"acknowledge","alarm":1e999}'),
]


@pytest.mark.parametrize("body", [body for _, body in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_a_body_that_makes_no_sense_is_refused_and_changes_nothing(visitor: Client, body: bytes) -> None:
    officer = visitor()
    trainer, anyone = visitor(Role.TRAINER), visitor(None)
    before = known(officer).seq
    answer = officer.post("/intents", content=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, problem(answer).type) == (400, ProblemType.MALFORMED)
    for path, who in (("/signals", trainer), ("/session", anyone), ("/session/renewal", anyone)):
        assert problem(who.post(path, content=body)).status == 400
    assert known(officer).seq == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "msgpack"])
def test_a_body_of_another_kind_does_no_harm(visitor: Client, kind: str) -> None:
    officer = visitor()
    headers = {"Idempotency-Key": "k", "Content-Type": kind}
    answer = officer.post("/intents", content=b"type=acknowledge&alarm=A1\x00", headers=headers)
    assert problem(answer).status == 400


def test_a_body_that_is_too_large_is_not_read(visitor: Client) -> None:
    answer = visitor().post("/intents", content=b"x" * 1_000_000, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, problem(answer).type) == (413, ProblemType.TOO_LARGE)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Idempotency-Key": ""},
        {"Idempotency-Key": "x" * 65},
        {"Idempotency-Key": "with space"},
        {"Idempotency-Key": "k", "If-Match": "yesterday"},
        {"Idempotency-Key": "k", "If-Match": "-1"},
        {"Idempotency-Key": "k", "If-Match": "9" * 40},
    ],
)
def test_headers_that_make_no_sense_are_refused(visitor: Client, headers: dict[str, str]) -> None:
    intent = {"type": "set_unit_status", "unit": UNITS[0], "status": "break"}
    answer = visitor().post("/intents", json=intent, headers=headers)
    assert (answer.status_code, problem(answer).type) == (400, ProblemType.MALFORMED)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/docs", 404),
        ("GET", "/schema", 404),
        ("GET", "/schema/openapi.json", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("GET", "/%00", 404),
        ("DELETE", "/", 405),
        ("GET", "/intents", 405),
        ("PUT", "/session", 405),
        ("GET", "/registry?since=latest", 400),
        ("GET", "/registry?since=-1", 400),
        ("GET", "/registry?since=" + "9" * 400, 400),
        ("POST", "/cameras/" + "x" * 10_000 + "/opening", 404),
    ],
)
def test_what_is_not_there_is_a_problem_too(visitor: Client, method: str, path: str, status: int) -> None:
    answer = visitor().request(method, path, json={} if method == "POST" else None)
    assert problem(answer).status == status


def test_nothing_of_all_this_reached_the_log(visitor: Client, standing: Running) -> None:
    officer = visitor()
    before = len(standing.entries())
    for _, body in HOSTILE:
        officer.post("/intents", content=body, headers={"Idempotency-Key": uuid4().hex})
    wish(officer, {"type": "acknowledge", "alarm": "A404"})
    assert len(standing.entries()) == before


def offences(client: httpx.Client, days: str = "2", **headers: str) -> httpx.Response:
    return client.get("/offences", params={"days": days}, headers=headers)


def test_offences_come_as_columns_of_the_days_asked_for(visitor: Client) -> None:
    answer = offences(visitor())
    assert (answer.status_code, answer.headers["content-type"]) == (200, MSGPACK)
    found = of_record(msgspec.msgpack.decode(answer.content, type=OffenceRecord))
    assert len(found) == 48
    assert found.until % 3600 == 0
    assert found.until - found.since == 2 * 86400
    assert set(found.kind.tolist()) == {0}


def test_offences_that_are_here_already_are_not_sent_again(visitor: Client) -> None:
    tag = offences(visitor()).headers["etag"]
    again = offences(visitor(), **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert offences(visitor(), "3", **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_offences_are_for_everybody_at_the_center_and_nobody_else(visitor: Client, role: Role) -> None:
    assert offences(visitor(role)).status_code == 200
    assert offences(visitor(None)).status_code == 401


@pytest.mark.parametrize("days", ["0", "-1", "367", "1.5", "many", "9" * 40])
def test_a_number_of_days_that_makes_no_sense_is_refused(visitor: Client, days: str) -> None:
    answer = offences(visitor(), days)
    assert (answer.status_code, problem(answer).type) == (400, ProblemType.MALFORMED)


def test_the_procedures_that_are_followed_are_told(visitor: Client) -> None:
    answer = msgspec.json.decode(visitor().get("/procedures").raise_for_status().content, type=Procedures)
    assert {"panic_button", "fire"} <= {procedure.id for procedure in answer.procedures}
    assert visitor(None).get("/procedures").status_code == 401


def test_whom_to_send_is_told_for_an_incident_and_for_a_place(client: Client) -> None:
    officer = client()
    press(client(Role.TRAINER))
    incident = msgspec.json.decode(
        wish(officer, {"type": "open_incident", "alarms": [known(officer).alarms[0].id]}).content, type=Outcome
    ).created
    for query in (f"incident={incident}", "lon=76.93&lat=43.24&kind=fight"):
        answer = officer.get(f"/recommendations?{query}").raise_for_status()
        found = msgspec.json.decode(answer.content, type=Recommendations)
        assert {one.unit for one in found.units} == set(UNITS)
        assert found.seq == known(officer).seq
    assert problem(officer.get("/recommendations?incident=I99")).type is ProblemType.NOT_FOUND
    assert problem(officer.get("/recommendations")).type is ProblemType.NOT_FOUND
    assert problem(officer.get("/recommendations?lon=999&lat=43")).status == 400


def test_an_incident_follows_its_procedure_and_is_not_closed_before_it_is_done(client: Client) -> None:
    officer = client()
    press(client(Role.TRAINER))
    opened = wish(officer, {"type": "open_incident", "alarms": [known(officer).alarms[0].id]})
    incident = msgspec.json.decode(opened.content, type=Outcome).created
    assert known(officer).incidents[0].procedure == "panic_button"
    close = {"type": "close_incident", "incident": incident, "disposition": "founded"}
    refused = problem(wish(officer, close))
    assert (refused.type, refused.status) == (ProblemType.STEPS_MISSING, 409)
    for step in refused.steps:
        assert wish(officer, {"type": "mark_step", "incident": incident, "step": step}).status_code == 200
    assert wish(officer, close).status_code == 200


def test_of_many_alarms_the_answer_names_those_that_are_left(client: Client) -> None:
    officer, trainer = client(), client(Role.TRAINER)
    for button in BUTTONS[:3]:
        press(trainer, button)
    alarms = known(officer).alarms
    wish(client(Role.SUPERVISOR), {"type": "acknowledge", "alarm": alarms[1].id})
    seen = [[alarm.id, alarm.version] for alarm in alarms]
    outcome = msgspec.json.decode(wish(officer, {"type": "acknowledge_many", "alarms": seen}).content, type=Outcome)
    assert outcome.left == (alarms[1].id,)
    assert [alarm.owner for alarm in known(officer).alarms] == ["duty_officer", "supervisor", "duty_officer"]
