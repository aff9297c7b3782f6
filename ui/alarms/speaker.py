"""The real speaker: our samples through the system's default sound device."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from console.domain.alarms import Priority
from ui.alarms import tones

_HARMLESS = (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
"""An underrun is what the end of a sound looks like to some systems."""


class DeviceSpeaker(QObject):
    """Plays from memory; a device that is plugged in, pulled out or broken is told at once through ``on_device``."""

    def __init__(self) -> None:
        super().__init__()
        self.on_device: Callable[[], None] = lambda: None
        self._sounds = {priority: QByteArray(tones.samples(priority).tobytes()) for priority in Priority}
        self._format = QAudioFormat()
        self._format.setSampleRate(tones.RATE)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink: QAudioSink | None = None
        self._priority: Priority | None = None
        self._volume = dict.fromkeys(Priority, 1.0)
        self._has_failed = False
        self._source = QBuffer(self)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look_anew)

    @property
    def has_device(self) -> bool:
        """Whether the system has a sound device, and the last sound could be played on it."""
        return not self._has_failed and not QMediaDevices.defaultAudioOutput().isNull()

    @property
    def playing(self) -> Priority | None:
        """What is heard now."""
        is_active = self._sink is not None and self._sink.state() is QtAudio.State.ActiveState
        return self._priority if is_active else None

    def set_volume(self, priority: Priority, per_cent: int) -> None:
        """How loud the sound of a priority is from now on; 0 to 100, as loudness is felt."""
        scales = QtAudio.VolumeScale.LogarithmicVolumeScale, QtAudio.VolumeScale.LinearVolumeScale
        self._volume[priority] = QtAudio.convertVolume(per_cent / 100, *scales)

    def play(self, priority: Priority) -> None:
        """Play the sound of a priority from its beginning, instead of what plays; without a device, nothing."""
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        self._priority = priority
        self._has_failed = False
        self._source.setData(self._sounds[priority])
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, self._format, self)
        self._sink.setVolume(self._volume[priority])
        self._sink.stateChanged.connect(self._look_at_sink)
        self._sink.start(self._source)
        self._look_at_sink()

    def stop(self) -> None:
        """Be quiet at once."""
        if self._sink is not None:
            self._sink.stateChanged.disconnect(self._look_at_sink)
            self._sink.stop()
            self._sink.deleteLater()
            self._sink = None
        self._source.close()

    def _look_at_sink(self) -> None:
        if self._sink is not None and self._sink.error() not in _HARMLESS and not self._has_failed:
            self._has_failed = True
            self.on_device()

    def _look_anew(self) -> None:
        self._has_failed = False
        self.on_device()
