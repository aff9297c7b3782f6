"""Whether this libvlc can read RTSP: it is let loose on a port of ours, and speaks, or does not.

Debian builds without live555; VideoLAN's own builds have it. There is no list of modules to ask in libvlc 3, and a
second reader of RTSP (RealMedia's) answers to the same addresses, so what counts is who introduces itself.
"""

import socket
from contextlib import suppress
from types import ModuleType
from typing import Any

WITHIN_S = 1.5
"""A libvlc that can connects in a few milliseconds; one that cannot never does."""

LOOK_EVERY_S = 0.05


def speaks_rtsp(vlc: ModuleType, instance: Any) -> bool:
    """Try it out; up to ``WITHIN_S``. Not for the GUI's thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(LOOK_EVERY_S)
        media = instance.media_new(f"rtsp://127.0.0.1:{server.getsockname()[1]}/")
        player = instance.media_player_new()
        player.set_media(media)
        player.play()
        try:
            return b"live555" in _first_word(server, vlc, player).lower()
        finally:
            player.stop()
            player.release()
            media.release()


def _first_word(server: socket.socket, vlc: ModuleType, player: Any) -> bytes:
    for _look in range(round(WITHIN_S / LOOK_EVERY_S)):
        with suppress(TimeoutError):
            line, _from = server.accept()
            with line:
                line.settimeout(WITHIN_S)
                return line.recv(4096)
        if player.get_state() in (vlc.State.Error, vlc.State.Ended):
            break
    return b""
