"""Opening and closing over a real socket: all of it is in the journal, and what may not be seen ends at once."""

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from console.center.external import Unreadable, read_external
from console.center.signals import DeviceReport, Step
from console.clock import WallClock, monotonic
from console.domain.cameras import Consent
from console.domain.devices import Health
from console.domain.errors import ProblemType
from console.domain.events import (
    CENTER,
    CameraClosed,
    CameraOpened,
    CloseReason,
    ConsentChanged,
    ListeningBegan,
    ListeningEnded,
    LogEntry,
)
from console.domain.protocol import Opening
from console.domain.session import Role
from console.domain.streams import Codec, PrivacyMask, StreamFacts
from tests.console.center.conftest import Client
from tests.console.center.running import Running, running
from tests.console.center.test_api import known, problem, wish
from tests.console.center.town import FACTS


def opened(client: httpx.Client, camera: str = "open") -> Opening:
    answer = client.post(f"/cameras/{camera}/opening", json={}).raise_for_status()
    return msgspec.json.decode(answer.content, type=Opening)


def until(found: Callable[[], Any], within: float = 5.0) -> Any:
    """What ``found`` finds at last."""
    end = monotonic() + within
    while not (thing := found()):
        assert monotonic() < end
        threading.Event().wait(0.02)
    return thing


def closings(center: Running) -> list[LogEntry]:
    return [entry for entry in center.entries() if isinstance(entry.event, CameraClosed)]


def test_an_opening_says_what_the_pictures_are(client: Client) -> None:
    opening = opened(client())
    assert (opening.main_facts, opening.sub_facts, opening.masks) == (FACTS.main, FACTS.sub, FACTS.masks)
    assert (opening.ptz, opening.user, opening.password) == (None, "", "")
    assert opened(client(), "mast").ptz is not None


def test_neither_a_lease_nor_a_password_gets_into_a_text() -> None:
    told = repr(Opening("cam", "main/secret", "sub/secret", "archive/secret", 60.0, "secret", password="secret"))
    assert told == "Opening(camera='cam')"


def test_closing_ends_the_picture_and_is_in_the_journal(client: Client, center: Running) -> None:
    officer = client()
    opening = opened(officer)
    assert next(iter(known(officer).viewings.values())).camera == "open"
    assert officer.delete(f"/video/{opening.lease}").status_code == 204
    entry = closings(center)[-1]
    assert entry.actor == "duty_officer"
    assert isinstance(entry.event, CameraClosed)
    opening_entry = next(e for e in center.entries() if isinstance(e.event, CameraOpened))
    assert (entry.event.opening, entry.event.reason) == (opening_entry.seq, CloseReason.CLOSED)
    assert known(officer).viewings == {}
    assert problem(client(None).get(opening.sub)).type is ProblemType.NOT_FOUND
    assert problem(officer.delete(f"/video/{opening.lease}")).type is ProblemType.NOT_FOUND


def test_only_who_opened_a_camera_keeps_or_closes_it(client: Client) -> None:
    opening = opened(client())
    other = client(Role.SUPERVISOR)
    assert other.post(f"/video/{opening.lease}/renewal").status_code == 404
    assert other.delete(f"/video/{opening.lease}").status_code == 404
    assert client(None).delete(f"/video/{opening.lease}").status_code == 401
    assert client().post(f"/video/{opening.lease}/renewal").status_code == 204


def test_a_lease_that_nobody_uses_ends_and_is_in_the_journal(
    client: Client, center: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.center.leases.LEASE_S", 0.2)
    opened(client())
    entry = until(lambda: closings(center))[-1]
    assert (entry.actor, entry.event.reason) == (CENTER, CloseReason.UNUSED)


def test_a_picture_ends_within_a_second_when_the_owner_agrees_no_more(client: Client, center: Running) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    opening = opened(officer)
    ended: list[float] = []
    is_playing = threading.Event()

    def watch() -> None:
        with client(None).stream("GET", opening.sub) as video:
            for _piece in video.iter_raw():
                is_playing.set()
        ended.append(monotonic())

    thread = threading.Thread(target=watch)
    thread.start()
    assert is_playing.wait(5)
    withdrawn_at = monotonic()
    intent = {"type": "change_consent", "camera": "open", "consent": "withheld", "note": "letter of today"}
    wish(supervisor, intent).raise_for_status()
    thread.join(5)
    assert ended[0] - withdrawn_at < 1.0
    refused = officer.post("/cameras/open/opening", json={})
    assert (refused.status_code, problem(refused).type) == (403, ProblemType.NO_CONSENT)
    assert problem(client(None).get(opening.sub)).type is ProblemType.NOT_FOUND
    told = [e for e in center.entries() if isinstance(e.event, ConsentChanged)][-1]
    assert (told.actor, told.event) == ("supervisor", ConsentChanged("open", Consent.WITHHELD, "letter of today"))
    assert until(lambda: closings(center))[-1].event.reason is CloseReason.NO_CONSENT
    assert known(officer).consents == {"open": Consent.WITHHELD}
    wish(supervisor, intent | {"consent": "given"}).raise_for_status()
    assert opened(officer).camera == "open"


@pytest.mark.parametrize(
    ("role", "camera", "consent", "kind"),
    [
        (Role.DUTY_OFFICER, "open", "withheld", ProblemType.FORBIDDEN),
        (Role.SUPERVISOR, "nowhere", "withheld", ProblemType.NOT_FOUND),
        (Role.SUPERVISOR, "city", "withheld", ProblemType.CONFLICT),
        (Role.SUPERVISOR, "open", "not_needed", ProblemType.CONFLICT),
        (Role.SUPERVISOR, "planned", "given", ProblemType.CONFLICT),
        (Role.SUPERVISOR, "open", "given", ProblemType.CONFLICT),
    ],
)
def test_consent_is_changed_only_by_who_may_and_where_it_means_something(
    client: Client, center: Running, role: Role, camera: str, consent: str, kind: ProblemType
) -> None:
    answer = wish(client(role), {"type": "change_consent", "camera": camera, "consent": consent, "note": "letter"})
    assert problem(answer).type is kind
    assert not any(isinstance(entry.event, ConsentChanged) for entry in center.entries())


def test_a_picture_ends_when_its_camera_goes_offline_and_is_not_shown_as_live(client: Client, center: Running) -> None:
    officer = client()
    opening = opened(officer)
    with client(None).stream("GET", opening.sub) as video:
        pieces = video.iter_raw()
        next(pieces)
        center.town.next.put(Step(devices=[DeviceReport("open", Health.OFFLINE)]))
        for _piece in pieces:
            pass
    assert problem(client(None).get(opening.sub)).type is ProblemType.NO_PICTURE
    hour = WallClock().now() // 3600 * 3600 - 3600
    assert client(None).get(opening.archive, params={"start": hour}).status_code == 200


def test_what_was_open_when_the_center_ended_is_closed_at_its_next_start(tmp_path: Path) -> None:
    with running(tmp_path) as center, closing(center.client()) as officer:
        opening = opened(officer)
        opened(officer, "mast")
        officer.post("/cameras/mast/ptz", json={"type": "take"}).raise_for_status()
        officer.post("/cameras/mast/ptz", json={"type": "save", "preset": "Gate"}).raise_for_status()
    with running(tmp_path) as center, closing(center.client()) as officer:
        until(lambda: not known(officer).locks)
        assert known(officer).presets["mast"].keys() == {"Gate"}
        until(lambda: len(closings(center)) == 2)
        entry = until(lambda: closings(center))[-1]
        assert (entry.actor, entry.event.reason) == (CENTER, CloseReason.RESTART)
        assert 0 <= entry.event.seconds < 60
        assert known(officer).viewings == {}
        assert officer.get(opening.sub).status_code == 404


EXTERNAL = """
[open]
main = "rtsp://10.0.0.7/main"
user = "viewer"
password = "hidden"
codec = "h265"
main_size = [2560, 1440]
frame_rate = 25
masks = [[[0, 0], [0.3, 0], [0.3, 0.25]]]
"""


def test_a_camera_of_elsewhere_is_leased_with_its_own_address(tmp_path: Path) -> None:
    (tmp_path / "cameras.toml").write_text(EXTERNAL)
    with running(tmp_path) as center, closing(center.client()) as officer:
        opening = opened(officer)
        assert (opening.main, opening.sub) == ("rtsp://10.0.0.7/main", "rtsp://10.0.0.7/main")
        assert (opening.user, opening.password, opening.archive, opening.frame) == ("viewer", "hidden", "", "")
        assert opening.main_facts == StreamFacts(Codec.H265, 2560, 1440, 25.0)
        assert opening.masks == (PrivacyMask(((0.0, 0.0), (0.3, 0.0), (0.3, 0.25))),)
        assert officer.post(f"/video/{opening.lease}/renewal").status_code == 204
        for address in ("live.ts", "archive.ts?start=1000", "frame.jpg?at=1000"):
            assert officer.get(f"/video/{opening.lease}/{address}").status_code == 404
        now = WallClock().now()
        told = officer.get("/cameras/open/archive/ranges", params={"since": now - 60, "until": now}).json()
        assert told["ranges"] == []
        assert not any(b"hidden" in msgspec.json.encode(entry) for entry in center.entries())


@pytest.mark.parametrize(
    "text",
    [
        "[open",
        "[open]\nsub = 'rtsp://a/b'",
        "[open]\nmain = 'rtsp://user:hidden@a/b'",
        "[open]\nmain = 'file:///etc/passwd'",
        "[open]\nmain = 'rtsp://a/b'\npasword = 'hidden'",
        "[open]\nmain = 'rtsp://a/b'\nmasks = [[[0, 0], [0.5, 0]]]",
        "[open]\nmain = 'rtsp://a/b'\nmasks = [[[0, 0], [1.5, 0], [1, 1]]]",
        "[open]\nmain = 'rtsp://a/b'\nmasks = [[[0, 0], [nan, 0], [1, 1]]]",
        "open = 1",
    ],
)
def test_a_file_of_cameras_that_cannot_be_read_is_refused_without_a_password(tmp_path: Path, text: str) -> None:
    (tmp_path / "cameras.toml").write_text(text)
    with pytest.raises(Unreadable) as told:
        read_external(tmp_path)
    assert "hidden" not in str(told.value)


def test_without_a_file_no_camera_is_of_elsewhere(tmp_path: Path) -> None:
    assert read_external(tmp_path) == {}


def heard(center: Running) -> list[LogEntry]:
    return [entry for entry in center.entries() if isinstance(entry.event, ListeningBegan | ListeningEnded)]


def test_only_the_citys_own_cameras_with_a_microphone_are_listened_to(client: Client) -> None:
    officer = client()
    private = opened(officer, "open")
    assert private.sound == ""
    assert officer.post(f"/video/{private.lease}/listening").status_code == 404
    assert opened(officer, "city").sound.endswith("/sound.aac")


def test_listening_is_in_the_journal_from_when_to_when(client: Client, center: Running) -> None:
    officer = client()
    opening = opened(officer, "city")
    assert problem(client(None).get(opening.sound)).type is ProblemType.CONFLICT  # nobody has said to listen
    assert officer.post(f"/video/{opening.lease}/listening").status_code == 204
    assert officer.post(f"/video/{opening.lease}/listening").status_code == 204  # said twice, heard once
    with client(None).stream("GET", opening.sound) as stream:
        assert stream.headers["content-type"] == "audio/aac"
        pieces = stream.iter_raw()
        assert next(pieces).startswith(b"city hum")
        assert officer.delete(f"/video/{opening.lease}/listening").status_code == 204
        assert all(piece.startswith(b"city") for piece in pieces)  # and comes to an end
    began, ended = heard(center)
    assert isinstance(began.event, ListeningBegan)
    assert isinstance(ended.event, ListeningEnded)
    assert (began.actor, ended.actor) == ("duty_officer", "duty_officer")
    assert began.event.opening == ended.event.opening
    assert client(Role.SUPERVISOR).post(f"/video/{opening.lease}/listening").status_code == 404


def test_who_closes_a_camera_listens_to_it_no_longer(client: Client, center: Running) -> None:
    officer = client()
    opening = opened(officer, "city")
    officer.post(f"/video/{opening.lease}/listening").raise_for_status()
    officer.delete(f"/video/{opening.lease}").raise_for_status()
    ended, closed = [entry.event for entry in center.entries()][-2:]
    assert isinstance(ended, ListeningEnded)
    assert isinstance(closed, CameraClosed)
