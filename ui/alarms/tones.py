"""The sounds of alarms, reckoned by us: bursts of pulses after the pattern of IEC 60601-1-8.

That standard fixes how urgent a burst sounds: high priority ten quick pulses in two groups, medium three slower ones,
low two. A pulse is a fundamental with four harmonics and a soft rise and fall, so that it carries without hurting.
"""

import io
import wave

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from console.domain.alarms import Priority

RATE = 44_100
RISE_S = 0.02
HARMONICS = (1.0, 0.5, 0.35, 0.25, 0.15)
LOUDNESS = 0.6


class Burst(Struct, frozen=True):
    """Pulses of one sound: frequencies in Hz, the length of a pulse and the pause after each, seconds."""

    notes: tuple[float, ...]
    pulse_s: float
    pauses_s: tuple[float, ...]


_GROUP = (523.25, 523.25, 523.25, 659.25, 783.99)
BURSTS = {
    Priority.P1: Burst(_GROUP * 2, 0.12, (0.06, 0.06, 0.24, 0.06, 0.50) * 2),
    Priority.P2: Burst((523.25, 659.25, 523.25), 0.20, (0.18, 0.18, 0.0)),
    Priority.P3: Burst((659.25, 523.25), 0.20, (0.20, 0.0)),
    Priority.P4: Burst((523.25,), 0.20, (0.0,)),
}


def samples(priority: Priority) -> NDArray[np.int16]:
    """The sound of a priority as 16-bit mono samples at ``RATE``."""
    burst = BURSTS[priority]
    parts = []
    for note, pause in zip(burst.notes, burst.pauses_s, strict=True):
        parts += [_pulse(note, burst.pulse_s), np.zeros(round(pause * RATE))]
    return np.asarray(np.concatenate(parts) * 32_767 * LOUDNESS, dtype=np.int16)


def length_s(priority: Priority) -> float:
    """How long the sound of a priority is, seconds."""
    burst = BURSTS[priority]
    return len(burst.notes) * burst.pulse_s + sum(burst.pauses_s)


def wav(priority: Priority) -> bytes:
    """The sound as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples(priority).tobytes())
    return file.getvalue()


def _pulse(note: float, length_s: float) -> NDArray[np.float64]:
    time = np.arange(round(length_s * RATE)) / RATE
    tone = sum(loud * np.sin(2 * np.pi * note * (n + 1) * time) for n, loud in enumerate(HARMONICS))
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / RISE_S)
    return np.asarray(tone * edge / sum(HARMONICS), dtype=np.float64)
