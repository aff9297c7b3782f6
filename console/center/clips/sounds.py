"""What the microphones of the demo's cameras hear: a minute of street, or of a hall, reckoned by us and played round.

Like a clip's picture it is made once and shared by all who listen; it is AAC in ADTS frames, so that a listener can
come in at any frame. A minute is a whole number of frames, and its end goes over into its beginning.
"""

import io
import math
import os
from collections.abc import AsyncGenerator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from console.center.clips.transport import SKIP_AFTER, Wait
from console.clock import Clock
from console.domain.cameras import PlaceKind

VERSION = 1
"""Raise it with every change to how it sounds: what is kept of other versions is made anew."""

RATE = 32_000
FRAME = 1024
"""Samples of an AAC frame: at this rate 1,875 of them are a minute."""

SYNC, HEADER = 0xFF, 7
"""How a frame begins, and how long that is at least, bytes."""

FRAMES = 60 * RATE // FRAME
BIT_RATE = 48_000

RUN_UP = 20
"""Frames that are coded before and after the minute, and thrown away."""

AHEAD_S = 0.3
"""So much of what has just been heard is sent at once, for a listener to begin with."""

Wave = NDArray[np.float64]


class Heard(StrEnum):
    """What there is to hear."""

    STREET = "street"
    HALL = "hall"


def heard_at(kind: PlaceKind) -> Heard:
    """What is heard at a kind of place."""
    is_inside = kind in (PlaceKind.STATION, PlaceKind.AIRPORT, PlaceKind.UNDERPASS, PlaceKind.SHOP)
    return Heard.HALL if is_inside else Heard.STREET


def wave(heard: Heard) -> Wave:
    """A minute of it, -1..1."""
    chance = np.random.default_rng(tuple(heard.encode()))
    made = _street(chance) if heard is Heard.STREET else _hall(chance)
    return np.asarray(made / np.abs(made).max() * 0.8, np.float64)


def kept(folder: Path, heard: Heard) -> tuple[bytes, ...]:
    """The minute as ADTS frames, from ``folder``; made and put there where it is not (5 s). Raises OSError."""
    path = folder / f"sound-{heard}-v{VERSION}.aac"
    with suppress(FileNotFoundError):
        found = tuple(_cut(path.read_bytes()))
        if len(found) == FRAMES:
            return found
    made = frames(heard)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    folder.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"".join(made))
    part.replace(path)
    return made


def frames(heard: Heard) -> tuple[bytes, ...]:
    """The minute as ADTS frames, made anew."""
    samples = np.asarray(wave(heard) * 32_767, np.int16)
    out = io.BytesIO()
    with av.open(out, "w", format="adts") as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        # Its end first: so the coder knows what comes before the beginning.
        for part in np.concatenate([samples[-RUN_UP * FRAME :], samples, samples[: RUN_UP * FRAME]]).reshape(-1, FRAME):
            block = av.AudioFrame.from_ndarray(part[None, :], format="s16", layout="mono")
            block.sample_rate = RATE
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
    return tuple(_cut(out.getvalue())[RUN_UP : RUN_UP + FRAMES])


async def live(made: tuple[bytes, ...], clock: Clock, wait: Wait) -> AsyncGenerator[bytes, None]:
    """A minute's frames in step with a clock, round and round; a clock that jumps is followed."""
    number = math.floor((clock.now() - AHEAD_S) * RATE / FRAME)
    while True:
        due = math.floor(clock.now() * RATE / FRAME)
        if abs(due - number) > SKIP_AFTER * RATE / FRAME:
            number = due - 1
        if due > number:
            yield b"".join(made[n % FRAMES] for n in range(number, due))
            number = due
        await wait(2 * FRAME / RATE)


def _cut(stream: bytes) -> list[bytes]:
    """ADTS frames; each tells its length (ISO/IEC 14496-3, 1.A.2.2.1)."""
    found, at = [], 0
    while at + HEADER <= len(stream) and stream[at] == SYNC:
        length = (stream[at + 3] & 3) << 11 | stream[at + 4] << 3 | stream[at + 5] >> 5
        found.append(stream[at : at + length])
        at += length
    return found


def _noise(chance: np.random.Generator, low: float, high: float, slope: float = 1.0) -> Wave:
    """A minute of noise between two frequencies (Hz), softer by ``slope`` with each; its end meets its beginning."""
    count = 60 * RATE
    spectrum = np.fft.rfft(chance.standard_normal(count))
    at = np.fft.rfftfreq(count, 1 / RATE)
    shape = np.where((at > low) & (at < high), (np.maximum(at, low) / low) ** -slope, 0.0)
    noise = np.fft.irfft(spectrum * shape, count)
    return np.asarray(noise / np.abs(noise).max(), np.float64)


def _swell(second: float, width: float) -> Wave:
    """How loud something is that comes and goes, round the minute."""
    time = np.arange(60 * RATE) / RATE
    apart = (time - second + 30) % 60 - 30
    return np.asarray(np.exp(-((apart / width) ** 2)), np.float64)


def _put(onto: Wave, sound: Wave, second: float) -> None:
    """Add a sound where it begins, round the minute."""
    at = (int(second * RATE) + np.arange(len(sound))) % len(onto)
    onto[at] += sound


def _tone(hertz: float, seconds: float, decay: float = 0.0) -> Wave:
    time = np.arange(int(seconds * RATE)) / RATE
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.01)
    sound = np.sin(2 * np.pi * hertz * time) + 0.3 * np.sin(4 * np.pi * hertz * time)
    return np.asarray(sound * edge * np.exp(-decay * time), np.float64)


def _street(chance: np.random.Generator) -> Wave:
    """The hum of a town, cars that pass, and twice somebody who sounds a horn."""
    made = 0.10 * _noise(chance, 40, 400, 0.8)
    tyres = _noise(chance, 150, 5000, 0.9)
    for second in np.cumsum(chance.uniform(1.5, 5.0, 18)):
        made += chance.uniform(0.2, 0.7) * tyres * _swell(second, chance.uniform(0.6, 1.6))
    for second in (13.2, 41.7, 42.3):
        _put(made, 0.12 * (_tone(420, 0.35) + _tone(525, 0.35)), second)
    return made


def _hall(chance: np.random.Generator) -> Wave:
    """The murmur of a hall; twice a gong and a voice from far, whose words nobody understands."""
    murmur = _noise(chance, 180, 2200, 0.7)
    crowd = sum(_swell(second, 3.0) * chance.uniform(0.3, 1.0) for second in range(0, 60, 3))
    dry = np.zeros(60 * RATE)
    for begin in (4.0, 34.0):
        for number, hertz in enumerate((523.25, 659.25, 783.99)):
            _put(dry, 0.30 * _tone(hertz, 1.6, decay=2.5), begin + 0.45 * number)
        _put(dry, 0.5 * _voice(chance, 5.0), begin + 2.6)
    time = np.arange(60 * RATE) / RATE
    echo = np.where(time < 1.8, chance.standard_normal(len(time)) * np.exp(-3.5 * time), 0.0) * 0.02
    echo[0] = 1.0
    return np.asarray(0.12 * murmur * crowd + np.fft.irfft(np.fft.rfft(dry) * np.fft.rfft(echo)), np.float64)


def _voice(chance: np.random.Generator, seconds: float) -> Wave:
    """Syllables: pulses of a larynx through two formants that wander."""
    parts: list[Wave] = []
    while sum(len(part) for part in parts) < seconds * RATE:
        time = np.arange(int(chance.uniform(0.12, 0.24) * RATE)) / RATE
        pitch = 2 * np.pi * np.cumsum(np.full(len(time), 205.0) + 12 * np.sin(2 * np.pi * 3 * time)) / RATE
        first, second = chance.uniform(350, 800), chance.uniform(1000, 2300)
        harmonics = np.arange(1.0, 16.0)
        hertz = np.asarray(harmonics * 205, np.float64)
        loud = _formant(hertz, first, 160) + 0.5 * _formant(hertz, second, 260)
        parts.append(np.sin(np.outer(harmonics, pitch)).T @ loud * np.sin(np.pi * time / time[-1]) ** 0.7)
        parts.append(np.zeros(int(chance.choice([0.03, 0.05, 0.28], p=[0.5, 0.35, 0.15]) * RATE)))
    made = np.concatenate(parts)
    return np.asarray(made / np.abs(made).max(), np.float64)


def _formant(hertz: Wave, middle: float, width: float) -> Wave:
    """How much of each frequency a formant lets through."""
    return np.asarray(np.exp(-(((hertz - middle) / width) ** 2)), np.float64)
