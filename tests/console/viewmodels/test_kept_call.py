import logging
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.domain.alarms import AlarmKind
from console.domain.incidents import CallLine
from console.viewmodels.call_card import CallDraft, Where
from console.viewmodels.kept_call import KEPT_S, KeptCall

NOW = 1_763_791_402.0
DRAFT = CallDraft(
    CallLine.RESCUE_112,
    AlarmKind.FIRE,
    None,
    "smoke",
    "market",
    Where("Market", "", 76.9, 43.2, "S7"),
    "Asel",
    "+7 701",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "call.json"


def test_a_draft_is_there_again_as_it_was(path: Path) -> None:
    KeptCall(path).keep("serikova", DRAFT, NOW)

    assert KeptCall(path).of("serikova", NOW + 60) == DRAFT


def test_only_its_owner_can_read_the_file(path: Path) -> None:
    calls = KeptCall(path)
    for text in ("smoke", "smoke and flames"):
        calls.keep("serikova", replace(DRAFT, text=text), NOW)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["call.json"]


def test_an_officer_is_not_shown_what_another_has_begun(path: Path) -> None:
    calls = KeptCall(path)
    calls.keep("serikova", DRAFT, NOW)

    assert calls.of("kim", NOW) == CallDraft()
    calls.keep("kim", replace(DRAFT, text="a fight"), NOW)
    assert calls.of("serikova", NOW) == DRAFT


def test_what_is_empty_or_older_than_a_shift_is_gone_from_the_disk(path: Path) -> None:
    calls = KeptCall(path)
    calls.keep("serikova", DRAFT, NOW)
    assert calls.of("serikova", NOW + KEPT_S) == CallDraft()
    calls.keep("kim", replace(DRAFT, text="a fight"), NOW + KEPT_S)
    assert b"smoke" not in path.read_bytes()

    calls.keep("kim", CallDraft(), NOW + KEPT_S)
    assert not path.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"serikova":{"at":1,"draft":{"kind":"new kind"}}}', b"\xff\x00"])
def test_a_damaged_file_is_set_aside_and_costs_no_call(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    calls = KeptCall(path)

    assert calls.of("serikova", NOW) == CallDraft()
    calls.keep("serikova", DRAFT, NOW)
    assert calls.of("serikova", NOW) == DRAFT
    assert path.with_name("call.json.damaged-1").read_bytes() == body


def test_a_disk_that_takes_nothing_is_logged_without_a_word_of_the_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "no folder"
    with caplog.at_level(logging.DEBUG):
        KeptCall(folder / "call.json").keep("serikova", DRAFT, NOW)

    assert "cannot be kept" in caplog.text
    assert not any(word in caplog.text for word in ("smoke", "Asel", "+7 701", "Market"))
