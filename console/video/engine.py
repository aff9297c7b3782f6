"""libvlc found, loaded and started once; what to install where it cannot be."""

import sys
from types import ModuleType
from typing import Any

from console.language import _

ARGUMENTS = (
    "--intf=dummy",
    "--quiet",  # messages would carry addresses, and an address is a lease
    "--no-xlib",
    "--no-audio",
    "--no-osd",
    "--no-spu",
    "--no-video-title-show",
    "--no-lua",
    "--no-metadata-network-access",
    "--no-auto-preparse",
    "--network-caching=300",
    "--live-caching=300",
    "--prefetch-buffer-size=512",  # KiB; it would take 16 MB for each stream, and fill them over minutes
    "--prefetch-read-size=65536",  # bytes; the buffer is never smaller than this
    "--no-drop-late-frames",  # a busy machine shows a frame late rather than not at all
    "--no-skip-frames",
    "--avcodec-hw=none",  # pictures are wanted in main memory: reading them back costs more than decoding them there
    "--swscale-mode=5",  # by area: two thirds of the cost of the bicubic default, and no worse where pictures shrink
    "--avcodec-threads=1",  # many small streams: one thread each; frame threads would add a frame of delay each
)
"""Low delay, no lost frames, nothing but pictures, nothing on the standard error output."""


class EngineMissing(Exception):
    """There is no libvlc that works; the message says what to install."""


def start(arguments: tuple[str, ...] = ARGUMENTS) -> tuple[ModuleType, Any]:
    """Load libvlc. Returns the ``vlc`` module and its ``Instance``. Takes about 0.2 s.

    Raises:
        EngineMissing: libvlc is not there, is too old or too new, or has no plugins.
    """
    try:
        import vlc  # it calls sys.exit() where a library that was named cannot be loaded
    except (ImportError, OSError, NotImplementedError, NameError, AttributeError, SystemExit) as error:
        raise EngineMissing(what_to_install()) from error
    version = vlc.libvlc_get_version().decode(errors="replace")
    if not version.startswith("3."):
        raise EngineMissing(
            _("Video needs libvlc 3; this machine has {version}.").format(version=version) + " " + what_to_install()
        )
    instance = vlc.Instance(list(arguments))
    if instance is None:
        raise EngineMissing(_("libvlc is there, but its plugins are not.") + " " + what_to_install())
    return vlc, instance


def what_to_install() -> str:
    """A sentence for this operating system."""
    if sys.platform.startswith("linux"):
        return _("Install it with: {command}").format(command="sudo apt install libvlc5 vlc-plugin-base")
    return _("Install VLC 3 from videolan.org.")
