"""Which way a stream is read: by ourselves where that is better or the only way, else by libvlc.

| address | read by |
|---|---|
| ``http(s)://….ts`` | us, and handed to libvlc |
| ``rtsp://`` and its kin | libvlc where it can, else us (remuxed, not decoded) and handed to libvlc |
| other ``http(s)`` (HLS), files | libvlc |

What we read can also be decoded here (``decoder``): where there is no libvlc, and where the operator's settings say so.
"""

import logging
from threading import Lock
from types import ModuleType
from typing import Any

from console.video.address import Address
from console.video.feed import Feed
from console.video.http_feed import HttpFeed
from console.video.rtsp_feed import RtspFeed
from console.video.rtsp_probe import speaks_rtsp

log = logging.getLogger(__name__)


class Sources:
    """Opens addresses for players on one libvlc, and remembers what the probe found."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._has_rtsp: bool | None = None

    def feed(self, address: Address, vlc: ModuleType) -> Feed | None:
        """What reads the stream, or None where libvlc does it."""
        if HttpFeed.suits(address):
            return HttpFeed(address, runs_on=True)
        if RtspFeed.suits(address) and not self._can_rtsp(address, vlc):
            return RtspFeed(address)
        return None

    def _can_rtsp(self, address: Address, vlc: ModuleType) -> bool:
        if address.scheme == "rtsps":
            return False  # libvlc's library for RTSP knows no TLS
        with self._lock:
            if self._has_rtsp is None:
                self._has_rtsp = speaks_rtsp(vlc)
                log.info("RTSP is read by %s", "libvlc" if self._has_rtsp else "PyAV")
            return self._has_rtsp


def media_of(address: Address, instance: Any) -> Any:
    """A libvlc media that reads an address by itself. Credentials of RTSP go as options, which are shown nowhere."""
    if not RtspFeed.suits(address):
        return instance.media_new(address.whole)
    media = instance.media_new(address.under("rtsp", with_credentials=False))
    if address.scheme != "rtspu":
        media.add_option(":rtsp-tcp")
    if address.user:
        media.add_option(f":rtsp-user={address.user}")
        media.add_option(f":rtsp-pwd={address.password}")
    return media
