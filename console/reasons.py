"""Why the system refused something, in the operator's language.

What Python tells is English and full of numbers and paths; a sentence for a person wants the reason alone.
"""

import errno
import os
import sqlite3
from pathlib import Path

from console.language import N_, _

_OF_SYSTEM = {
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EFBIG: N_("the file would be too large"),
    errno.EIO: N_("the disk has a fault"),
    errno.ENOENT: N_("there is no such folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a file is where a folder should be"),
    errno.EEXIST: N_("a file is where a folder should be"),
    errno.EADDRINUSE: N_("it is in use"),
}
_OF_DATABASE = {
    sqlite3.SQLITE_FULL: N_("the disk is full"),
    sqlite3.SQLITE_READONLY: N_("no permission"),
    sqlite3.SQLITE_CANTOPEN: N_("the file cannot be opened"),
    sqlite3.SQLITE_IOERR: N_("the disk does not take it"),
    sqlite3.SQLITE_BUSY: N_("another program has it"),
    sqlite3.SQLITE_CORRUPT: N_("its content is damaged"),
    sqlite3.SQLITE_NOTADB: N_("its content is damaged"),
}


def reason(error: OSError | sqlite3.Error) -> str:
    """The reason as it follows a colon, without a full stop; in the system's own words where it is a rare one."""
    if isinstance(error, sqlite3.Error):
        known = _OF_DATABASE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
        return _(known) or str(error)
    known = _OF_SYSTEM.get(error.errno or 0, "")
    return _(known) or error.strerror or str(error)


def against_writing(file: Path) -> str:
    """Why a file cannot be written, as far as can be seen before it is; "" where nothing speaks against it."""
    if file.is_dir():
        return _(_OF_SYSTEM[errno.EISDIR])
    if not file.parent.is_dir():
        return _(_OF_SYSTEM[errno.ENOENT])
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return _(_OF_SYSTEM[errno.EACCES])
    return ""
