"""The real speaker: our samples through the system's default sound device."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

from console.domain.alarms import Priority
from ui.alarms import tones


class DeviceSpeaker(QObject):
    """Plays from memory; a device that is plugged in or pulled out is noticed at the next sound."""

    def __init__(self) -> None:
        super().__init__()
        self._sounds = {priority: QByteArray(tones.samples(priority).tobytes()) for priority in Priority}
        self._format = QAudioFormat()
        self._format.setSampleRate(tones.RATE)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink: QAudioSink | None = None
        self._source = QBuffer(self)

    @property
    def has_device(self) -> bool:
        """Whether the system has a sound device."""
        return not QMediaDevices.defaultAudioOutput().isNull()

    def play(self, priority: Priority) -> None:
        """Play the sound of a priority from its beginning, instead of what plays."""
        self.stop()
        self._source.setData(self._sounds[priority])
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), self._format, self)
        self._sink.start(self._source)

    def stop(self) -> None:
        """Be quiet at once."""
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
            self._sink = None
        self._source.close()
