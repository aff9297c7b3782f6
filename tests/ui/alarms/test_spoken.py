"""New alarms said aloud: what, when, and what is said where nothing can be."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console import language
from console.domain import events as e
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.settings import Settings
from console.viewmodels import annunciation
from tests.desk import alarm, store, tell
from tests.ui.conftest import Opened
from ui.alarms import tones
from ui.alarms.engine_voice import EngineVoice
from ui.alarms.voice import VoiceState
from ui.dialogs.sounds import SoundsDialog

Open = Callable[..., Opened]


class FakeVoice:
    """Says what it was asked to until ``finish`` is called."""

    def __init__(self, state: VoiceState = VoiceState.READY) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.is_speaking = False
        self.said: list[tuple[str, str, int]] = []
        self.ready = state

    def state(self, language: str) -> VoiceState:
        return self.ready

    def say(self, text: str, language: str, per_cent: int) -> None:
        if self.ready is VoiceState.READY:
            self.said.append((text, language, per_cent))
            self.is_speaking = True

    def stop(self) -> None:
        self.is_speaking = False

    def finish(self) -> None:
        self.is_speaking = False
        self.on_change()

    @property
    def texts(self) -> list[str]:
        return [text for text, *_rest in self.said]


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture(autouse=True)
def _short_tones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tones, "length_s", lambda _priority: 0.0)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: moment[0])
    return moment


@pytest.fixture
def speaking(open_window: Open, voice: FakeVoice) -> Opened:
    return open_window(store(), settings=Settings(speaks=True), voice=lambda: voice)


def comes(window: Opened, *alarms: tuple[str, AlarmKind]) -> None:
    tell(window.store, *(e.AlarmRaised(alarm(name, kind)) for name, kind in alarms))
    window.desk.tick.now()


def test_a_new_alarm_is_said_with_its_kind_and_place(speaking: Opened, voice: FakeVoice, qtbot: QtBot) -> None:
    comes(speaking, ("p1", AlarmKind.PANIC_BUTTON))

    qtbot.waitUntil(lambda: bool(voice.said))
    assert voice.said == [("P1, panic button, Abay Ave", "en", 100)]


def test_it_is_said_in_the_consoles_language(
    speaking: Opened, voice: FakeVoice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = language.current()
    language.use("ru")
    try:
        comes(speaking, ("fire", AlarmKind.FIRE))
        qtbot.waitUntil(lambda: bool(voice.said))
        assert voice.said == [("P2, пожар, пр. Абая", "ru", 80)]
    finally:
        language.use(before)


def test_it_waits_until_the_tone_is_over(
    speaking: Opened, voice: FakeVoice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tones, "length_s", lambda _priority: 60.0)
    comes(speaking, ("p1", AlarmKind.PANIC_BUTTON))
    qtbot.wait(1)

    assert voice.said == []
    assert 50_000 < speaking.annunciator.spoken._after_tone.remainingTime() <= 63_000


def test_a_burst_is_only_summed_up(speaking: Opened, voice: FakeVoice, qtbot: QtBot, now: list[float]) -> None:
    comes(speaking, ("first", AlarmKind.THEFT))
    qtbot.waitUntil(lambda: len(voice.said) == 1)
    voice.finish()
    comes(speaking, *((f"t{n}", AlarmKind.THEFT) for n in range(5)), ("fire", AlarmKind.FIRE))

    qtbot.waitUntil(lambda: len(voice.said) == 2)
    assert voice.texts[1] == "6 new alarms. P2: 1, P3: 5"


def test_an_emergency_is_said_first_and_cuts_off_what_is_less(
    speaking: Opened, voice: FakeVoice, qtbot: QtBot, now: list[float]
) -> None:
    comes(speaking, ("theft", AlarmKind.THEFT))
    qtbot.waitUntil(lambda: voice.is_speaking)
    comes(speaking, ("button", AlarmKind.PANIC_BUTTON), ("fire", AlarmKind.FIRE))

    assert not voice.is_speaking
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    voice.finish()
    qtbot.waitUntil(lambda: len(voice.said) == 3)
    assert [text.split(",")[0] for text in voice.texts] == ["P3", "P1", "P2"]


def test_no_tone_sounds_over_an_emergency_that_is_said(
    speaking: Opened, voice: FakeVoice, qtbot: QtBot, now: list[float]
) -> None:
    comes(speaking, ("button", AlarmKind.PANIC_BUTTON))
    qtbot.waitUntil(lambda: voice.is_speaking)
    now[0] += 4
    comes(speaking, ("theft", AlarmKind.THEFT))

    assert speaking.speaker.played == [Priority.P1]
    voice.finish()
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    assert voice.texts[1].startswith("P3")


def test_silence_and_mute_stop_it(speaking: Opened, voice: FakeVoice, qtbot: QtBot, now: list[float]) -> None:
    comes(speaking, ("button", AlarmKind.PANIC_BUTTON), ("theft", AlarmKind.THEFT))
    qtbot.waitUntil(lambda: voice.is_speaking)
    speaking.annunciator.silence()
    assert not voice.is_speaking
    voice.finish()
    assert len(voice.said) == 1, "what waited is silenced too"

    now[0] += 10
    speaking.actions_of["sound.mute"].trigger()
    comes(speaking, ("next", AlarmKind.HOLD_UP))
    qtbot.wait(1)
    assert len(voice.said) == 1


def test_what_was_answered_meanwhile_is_not_said(speaking: Opened, voice: FakeVoice, qtbot: QtBot) -> None:
    comes(speaking, ("button", AlarmKind.PANIC_BUTTON), ("theft", AlarmKind.THEFT))
    qtbot.waitUntil(lambda: voice.is_speaking)
    tell(speaking.store, e.AlarmAcknowledged("theft"))
    speaking.desk.tick.now()
    assert speaking.store.picture.alarms["theft"].state is AlarmState.ACKNOWLEDGED
    voice.finish()

    assert len(voice.said) == 1


def test_an_emergency_that_asks_again_is_heard_and_not_said_again(
    speaking: Opened, voice: FakeVoice, qtbot: QtBot, now: list[float]
) -> None:
    comes(speaking, ("button", AlarmKind.PANIC_BUTTON))
    qtbot.waitUntil(lambda: voice.is_speaking)
    voice.finish()
    now[0] += 20
    speaking.desk.annunciation.beat()

    assert speaking.speaker.played == [Priority.P1, Priority.P1]
    assert len(voice.said) == 1


# Where nothing can be said


def test_it_is_off_until_it_is_switched_on(open_window: Open, voice: FakeVoice, qtbot: QtBot) -> None:
    def make() -> FakeVoice:
        pytest.fail("nothing is loaded that nobody wants")

    window = open_window(store(), voice=make)
    comes(window, ("button", AlarmKind.PANIC_BUTTON))
    qtbot.wait(1)

    assert window.speaker.played == [Priority.P1]


@pytest.mark.parametrize(
    ("state", "word"), [(VoiceState.NO_ENGINE, "no speech engine"), (VoiceState.NO_VOICE, "no voice for this language")]
)
def test_that_nothing_is_said_is_told_once_and_in_the_dialog(open_window: Open, state: VoiceState, word: str) -> None:
    voice = FakeVoice(state)
    window = open_window(store(), settings=Settings(speaks=True), voice=lambda: voice)
    assert window.notices.shown is not None
    assert word in window.notices.shown.text
    window.notices.dismiss()
    comes(window, ("button", AlarmKind.PANIC_BUTTON))
    assert window.notices.shown is None

    window.actions_of["sound.settings"].trigger()
    dialog = window.findChild(SoundsDialog)
    assert dialog is not None
    assert word in dialog.speech_problem.text()
    assert dialog.speech_problem.isVisible()


def test_the_dialog_switches_it_on_tries_it_and_keeps_it(open_window: Open, voice: FakeVoice, qtbot: QtBot) -> None:
    settings = Settings()
    window = open_window(store(), settings=settings, voice=lambda: voice)
    window.actions_of["sound.settings"].trigger()
    dialog = window.findChild(SoundsDialog)
    assert dialog is not None
    assert not dialog.speaks.isChecked()
    dialog.test_speech.click()
    assert voice.texts == ["P1, panic button, a test"]
    voice.finish()
    dialog.speaks.click()
    dialog.accept()

    assert settings.speaks
    comes(window, ("button", AlarmKind.PANIC_BUTTON))
    qtbot.waitUntil(lambda: len(voice.said) == 2)


def test_a_voice_that_comes_back_ends_the_notice(open_window: Open) -> None:
    voice = FakeVoice(VoiceState.NO_ENGINE)
    window = open_window(store(), settings=Settings(speaks=True), voice=lambda: voice)
    assert window.notices.shown is not None

    voice.ready = VoiceState.READY
    voice.on_change()

    assert window.notices.shown is None


# The real one


def test_the_engine_speaks_a_language_it_has_and_says_which_it_has_not(qtbot: QtBot) -> None:
    voice = EngineVoice("mock")  # Qt's own engine for tests: it takes as long as speech does and makes no sound

    assert voice.state("en") is VoiceState.READY
    assert voice.state("kk") is VoiceState.NO_VOICE
    voice.say("nobody hears this", "kk", 100)
    assert not voice.is_speaking
    voice.say("one two three four five six seven", "en", 50)
    qtbot.waitUntil(lambda: voice.is_speaking)
    voice.stop()
    qtbot.waitUntil(lambda: not voice.is_speaking)


def test_an_engine_that_cannot_be_loaded_is_none(qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> None:
    voice = EngineVoice("no such engine")

    assert voice.state("en") is VoiceState.NO_ENGINE
    voice.say("nobody hears this", "en", 100)
    voice.stop()


def test_the_engine_is_not_imported_with_the_window() -> None:
    told = "import ui.main_window, sys; sys.exit('PySide6.QtTextToSpeech' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
