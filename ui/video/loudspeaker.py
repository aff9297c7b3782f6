"""The real loudspeaker of the wall: one camera's sound on the system's default device."""

from collections.abc import Callable

from PySide6.QtCore import QIODevice, QObject, Qt, QTimer
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from console.domain.sound import RATE, SAMPLE, Sound

FEED_MS = 40
"""How often the device is given more."""

BUFFER_S = 0.25
"""Sound that the device holds: a busy window misses a few turns without a crack."""


class DeviceLoudspeaker(QObject):
    """Takes what a sound has and gives it to the device; a device that comes or goes is told by ``on_device``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_device: Callable[[], None] = lambda: None
        self._format = QAudioFormat()
        self._format.setSampleRate(RATE)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sound: Sound | None = None
        self._sink: QAudioSink | None = None
        self._device: QIODevice | None = None
        self._volume = 0
        self._timer = QTimer(self, interval=FEED_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._feed)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look_anew)
        self._has_device = not QMediaDevices.defaultAudioOutput().isNull()

    @property
    def has_device(self) -> bool:
        """Whether the system has a sound device, and it works."""
        return self._has_device

    def play(self, sound: Sound, volume: int) -> None:
        """Let a sound be heard; see ``Loudspeaker``."""
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        self._sound, self._sink = sound, QAudioSink(device, self._format, self)
        self._sink.setBufferSize(round(BUFFER_S * RATE) * SAMPLE)
        self.set_volume(volume)
        self._sink.stateChanged.connect(self._look_at_sink)
        self._device = self._sink.start()
        self._timer.start()
        self._look_at_sink()

    def set_volume(self, volume: int) -> None:
        """Louder or softer; the ear's scale is not the device's."""
        self._volume = volume
        if self._sink is not None:
            scales = QtAudio.VolumeScale
            loud = QtAudio.convertVolume(volume / 100, scales.LogarithmicVolumeScale, scales.LinearVolumeScale)
            self._sink.setVolume(loud)

    def stop(self) -> None:
        """Be quiet at once."""
        self._timer.stop()
        sink, self._sink, self._device, self._sound = self._sink, None, None, None
        if sink is not None:
            sink.stateChanged.disconnect(self._look_at_sink)
            sink.reset()
            sink.deleteLater()

    def _feed(self) -> None:
        if self._sink is not None and self._device is not None and self._sound is not None:
            data = self._sound.take(self._sink.bytesFree())
            if data:
                self._device.write(data)

    def _look_at_sink(self) -> None:
        if self._sink is not None and self._sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError):
            self._has_device = False
            self.stop()
            self.on_device()

    def _look_anew(self) -> None:
        """A device has come or gone: what plays goes over to the default one."""
        self._has_device = not QMediaDevices.defaultAudioOutput().isNull()
        if self._sound is not None:
            sound = self._sound
            self.stop()
            if self._has_device:
                self.play(sound, self._volume)
        self.on_device()
