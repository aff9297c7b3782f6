"""Whether this libvlc can read RTSP: whether live555 is among its plugins.

Debian builds without it; VideoLAN's own builds have it. To try it out is no way to know: Debian's libvlc has a second
reader for the same addresses (RealMedia's), which waits without end for a server that hangs up.
"""

import ctypes
import sys
from types import ModuleType

READER = b"live555"


def speaks_rtsp(vlc: ModuleType) -> bool:
    """Ask the core of a libvlc that has been started; False where it does not say."""
    core = ctypes.CDLL("libvlccore.dll") if sys.platform == "win32" else vlc.dll
    try:
        list_of, free, name_of = core.module_list_get, core.module_list_free, core.module_get_object
    except AttributeError:
        return False
    list_of.restype, list_of.argtypes = ctypes.POINTER(ctypes.c_void_p), [ctypes.POINTER(ctypes.c_size_t)]
    free.restype, free.argtypes = None, [ctypes.POINTER(ctypes.c_void_p)]
    name_of.restype, name_of.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    count = ctypes.c_size_t()
    modules = list_of(ctypes.byref(count))
    names = {name_of(modules[number]) for number in range(count.value)}
    free(modules)
    return READER in names
