"""A real RTSP camera for tests: GStreamer's server, run by the system's Python, which has its bindings.

Sends ready-made pictures, so that nothing is encoded here: a file of them holds, for each, ``<qI`` (time in
nanoseconds, length) and an access unit of H.264 or H.265 (ISO/IEC 14496-10 Annex B). They go round and round at their
own times. The first line of the standard input is the configuration (JSON, as ``RtspCamera`` writes it); the program
says ``port N`` when it listens and ends when its input ends.
"""

import json
import struct
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

MEDIA = {
    "h264": "video/x-h264,stream-format=byte-stream,alignment=au ! h264parse ! rtph264pay name=pay0 config-interval=-1",
    "h265": "video/x-h265,stream-format=byte-stream,alignment=au ! h265parse ! rtph265pay name=pay0 config-interval=-1",
    "sound": "audio/x-mulaw,rate=8000,channels=1 ! rtppcmupay name=pay0",
}
MICROPHONE = "audiotestsrc is-live=true freq=440 ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1"
TRANSPORTS = {"tcp": GstRtsp.RTSPLowerTrans.TCP, "udp": GstRtsp.RTSPLowerTrans.UDP}


def units_of(path):
    """All (time in ns, access unit) of a file."""
    with open(path, "rb") as file:
        data = file.read()
    units, at = [], 0
    while at < len(data):
        when, length = struct.unpack_from("<qI", data, at)
        at += 12
        units.append((when, data[at : at + length]))
        at += length
    return units


class Film(GstRtspServer.RTSPMediaFactory):
    """Pushes the pictures into each media that clients ask for."""

    def __init__(self, config):
        super().__init__()
        self._units = units_of(config["film"])
        self._pace = config["pace_ns"]
        microphone = MICROPHONE if config["has_sound"] else ""
        self.set_launch(f"( {microphone} appsrc name=film is-live=true format=time ! {MEDIA[config['codec']]} pt=96 )")
        self.set_shared(True)
        self.set_protocols(TRANSPORTS[config["transport"]])
        self.connect("media-configure", self._configured)

    def _configured(self, _factory, media):
        media.set_rate_control(False)  # pictures go out when they are pushed, whatever their times say
        source = media.get_element().get_by_name_recurse_up("film")
        threading.Thread(target=self._push, args=(source,), daemon=True).start()

    def _push(self, source):
        start, sent = time.monotonic_ns(), 0
        result = Gst.FlowReturn.OK
        while result is Gst.FlowReturn.OK:
            when, unit = self._units[sent % len(self._units)]
            buffer = Gst.Buffer.new_wrapped(unit)
            buffer.pts = when + sent // len(self._units) * len(self._units) * self._pace
            result = source.emit("push-buffer", buffer)
            sent += 1
            time.sleep(max(0, start + sent * self._pace - time.monotonic_ns()) / 1e9)


def guarded(server, factory, config):
    """Let in only who knows the name and password, by Digest or Basic."""
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if config["method"] == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(config["user"], config["password"], token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(config["user"], config["password"]), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role("viewer")
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)


def main():
    """Serve until the input ends."""
    config = json.loads(sys.stdin.readline())
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(config["port"]))
    factory = Film(config)
    server.get_mount_points().add_factory("/live", factory)
    if config["user"]:
        guarded(server, factory, config)
    if config["certificate"]:
        auth = server.get_auth() or GstRtspServer.RTSPAuth()
        auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(config["certificate"]))
        server.set_auth(auth)
    server.attach(None)
    print("port", server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP | GLib.IO_IN, lambda *_: loop.quit())
    loop.run()


main()
