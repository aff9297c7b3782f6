"""A camera's sound, read apart from its picture: from the center over HTTP, and from a real camera over RTSP."""

import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import numpy as np
import pytest

from console.domain.sound import RATE, SAMPLE, SoundState
from console.video.sound import BEGIN_S, LATE_S, StreamSound
from tests.console.video.rtsp_camera import RtspCamera
from tests.live_streams import wait_until

TONE = 1000.0


def tone(hertz: float, seconds: float) -> bytes:
    """A tone as AAC in ADTS frames."""
    out = io.BytesIO()
    time = np.arange(int(seconds * 32_000)) / 32_000
    samples = np.asarray(np.sin(2 * np.pi * hertz * time) * 12_000, np.int16)
    with av.open(out, "w", format="adts") as container:
        stream = container.add_stream("aac", rate=32_000, layout="mono")
        block = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        block.sample_rate = 32_000
        container.mux([packet for part in _cut(block) for packet in stream.encode(part)])
        container.mux(stream.encode(None))
    return out.getvalue()


def _cut(block: av.AudioFrame) -> Iterator[av.AudioFrame]:
    samples = block.to_ndarray()
    for at in range(0, samples.shape[1] - 1023, 1024):
        part = av.AudioFrame.from_ndarray(np.array(samples[:, at : at + 1024], np.int16), format="s16", layout="mono")
        part.sample_rate = 32_000
        yield part


class Microphone:
    """Serves AAC on 127.0.0.1: all at once, then keeps the line open until it is told to hang up."""

    def __init__(self, status: int = 200) -> None:
        self.hang_up = threading.Event()
        self.sound = tone(TONE, 0.6)
        microphone = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Transfer-Encoding", "chunked")
                self.send_header("Connection", "close")
                self.end_headers()
                if status == 200:
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(microphone.sound), microphone.sound))
                    self.wfile.flush()
                    microphone.hang_up.wait(10)  # and no last chunk: the line is cut

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/video/lease/sound.aac"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.hang_up.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def microphone() -> Iterator[Microphone]:
    microphone = Microphone()
    yield microphone
    microphone.close()


def loudest(samples: bytes) -> float:
    """The frequency that is loudest in what was heard, Hz."""
    wave = np.frombuffer(samples, np.int16).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(spectrum.argmax() * RATE / len(wave))


def ended(sound: StreamSound) -> None:
    sound.stop()
    assert sound.wait(5), "its thread did not end"


def test_the_center_is_heard(microphone: Microphone) -> None:
    sound = StreamSound(microphone.address)
    wait_until(lambda: sound.state is SoundState.HEARD)
    heard = bytearray()
    wait_until(lambda: len(heard.__iadd__(sound.take(1 << 16))) > 0.3 * RATE * SAMPLE)
    assert loudest(bytes(heard)) == pytest.approx(TONE, rel=0.02)
    ended(sound)


def test_nothing_is_heard_before_enough_of_it_is_there(microphone: Microphone) -> None:
    microphone.sound = tone(TONE, BEGIN_S / 2)
    sound = StreamSound(microphone.address)
    wait_until(lambda: sound.state is SoundState.HEARD)
    assert sound.take(1 << 16) == b""
    ended(sound)


def test_late_sound_is_left_out(microphone: Microphone) -> None:
    microphone.sound = tone(TONE, 4)
    sound = StreamSound(microphone.address)
    wait_until(lambda: sound.state is SoundState.HEARD)
    microphone.hang_up.set()
    wait_until(lambda: sound.state is SoundState.ENDED)
    assert len(sound.take(1 << 20)) <= LATE_S * RATE * SAMPLE
    ended(sound)


def test_who_may_not_listen_hears_nothing() -> None:
    microphone = Microphone(status=409)
    sound = StreamSound(microphone.address)
    wait_until(lambda: sound.state is SoundState.ENDED)
    ended(sound)
    microphone.close()


def test_an_address_that_is_none_is_an_end() -> None:
    sound = StreamSound("dvd://1")
    wait_until(lambda: sound.state is SoundState.ENDED)
    ended(sound)


def test_a_camera_is_heard_over_rtsp_and_its_pictures_are_not_asked_for(rtsp: Callable[..., RtspCamera]) -> None:
    camera = rtsp(has_sound=True, user="duty", password="se:c ret@")
    sound = StreamSound(camera.address("duty", "se:c ret@"))
    wait_until(lambda: sound.state is SoundState.HEARD)
    heard = bytearray()
    wait_until(lambda: len(heard.__iadd__(sound.take(4096))) > 0.5 * RATE * SAMPLE)
    assert loudest(bytes(heard)) == pytest.approx(440, rel=0.02)
    ended(sound)


def test_a_camera_without_a_microphone_says_so(rtsp: Callable[..., RtspCamera]) -> None:
    sound = StreamSound(rtsp().address())
    wait_until(lambda: sound.state is SoundState.NO_SOUND)
    ended(sound)
