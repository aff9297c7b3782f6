from types import SimpleNamespace
from typing import Any

import pytest

from console.video import engine, rtsp_probe, sources
from console.video.address import Address
from console.video.http_feed import HttpFeed
from console.video.rtsp_feed import RtspFeed
from console.video.sources import Sources, media_of


class Media:
    """What libvlc would be told."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.options: list[str] = []

    def add_option(self, option: str) -> None:
        self.options.append(option)


INSTANCE: Any = SimpleNamespace(media_new=Media)
VLC: Any = SimpleNamespace()


def test_the_probe_knows_the_plugins_of_this_libvlc(monkeypatch: pytest.MonkeyPatch) -> None:
    vlc, instance = engine.start()
    monkeypatch.setattr(rtsp_probe, "READER", b"avcodec")
    assert rtsp_probe.speaks_rtsp(vlc)
    monkeypatch.setattr(rtsp_probe, "READER", b"no such plugin")
    assert not rtsp_probe.speaks_rtsp(vlc)
    instance.release()


@pytest.mark.parametrize(
    ("address", "has_live555", "kind"),
    [
        ("http://center/video/lease/live.ts?quality=sub", True, HttpFeed),
        ("http://center/hls/live.m3u8", True, type(None)),
        ("file:///clips/a.ts", False, type(None)),
        ("rtsp://camera/1", False, RtspFeed),
        ("rtsp://camera/1", True, type(None)),
        ("rtspu://camera/1", False, RtspFeed),
        ("rtsps://camera/1", True, RtspFeed),
    ],
)
def test_each_address_has_its_reader(
    monkeypatch: pytest.MonkeyPatch, address: str, has_live555: bool, kind: type
) -> None:
    monkeypatch.setattr(sources, "speaks_rtsp", lambda _vlc: has_live555)
    assert type(Sources().feed(Address(address), VLC)) is kind


def test_libvlc_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(sources, "speaks_rtsp", lambda vlc: bool(asked.append(vlc)))
    known = Sources()
    for _ in range(3):
        known.feed(Address("rtsp://camera/1"), VLC)
    assert len(asked) == 1


def test_libvlc_gets_credentials_of_rtsp_beside_the_address() -> None:
    media = media_of(Address("rtspt://duty:se%3Acret@camera:8554/1"), INSTANCE)
    assert media.address == "rtsp://camera:8554/1"
    assert media.options == [":rtsp-tcp", ":rtsp-user=duty", ":rtsp-pwd=se:cret"]
    assert media_of(Address("rtspu://camera/1"), INSTANCE).options == []
