"""The real voice: the system's speech engine. Imported only where the operator wants to hear new alarms said."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject
from PySide6.QtTextToSpeech import QTextToSpeech

from ui.alarms.voice import VoiceState

_SILENT = "mock"
"""Qt's engine for tests, which makes no sound: never taken for one that does."""

_LANGUAGES = {
    "ru": QLocale.Language.Russian,
    "kk": QLocale.Language.Kazakh,
    "en": QLocale.Language.English,
}


class EngineVoice(QObject):
    """Speaks with ``engine``, or with the first the system has ("")."""

    def __init__(self, engine: str = "") -> None:
        super().__init__()
        self.on_change: Callable[[], None] = lambda: None
        offered = [engine] if engine else [name for name in QTextToSpeech.availableEngines() if name != _SILENT]
        self._speech = QTextToSpeech(offered[0], self) if offered else None
        if self._speech is not None:
            self._speech.stateChanged.connect(lambda _state: self.on_change())
            self._speech.engineChanged.connect(lambda _engine: self.on_change())

    @property
    def is_speaking(self) -> bool:
        """Whether something is said now."""
        busy = (QTextToSpeech.State.Speaking, QTextToSpeech.State.Synthesizing)
        return self._speech is not None and self._speech.state() in busy

    def state(self, language: str) -> VoiceState:
        """Whether a text in this language would be heard."""
        if self._speech is None or self._speech.state() is QTextToSpeech.State.Error:
            return VoiceState.NO_ENGINE
        return VoiceState.NO_VOICE if self._locale(language) is None else VoiceState.READY

    def say(self, text: str, language: str, per_cent: int) -> None:
        """Say a text instead of what is being said; nothing where it cannot."""
        locale = self._locale(language)
        if self._speech is None or locale is None:
            return
        self.stop()
        if self._speech.locale() != locale:
            self._speech.setLocale(locale)
        self._speech.setVolume(per_cent / 100)
        self._speech.say(text)

    def stop(self) -> None:
        """Be quiet at once."""
        if self.is_speaking and self._speech is not None:
            self._speech.stop(QTextToSpeech.BoundaryHint.Immediate)

    def _locale(self, language: str) -> QLocale | None:
        assert self._speech is not None
        spoken = self._speech.availableLocales()
        return next((locale for locale in spoken if locale.language() == _LANGUAGES[language]), None)
