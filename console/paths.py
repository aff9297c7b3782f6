"""Where things lie on disk: what ships with the program and what belongs to the user.

The user's folders follow the platform's custom (XDG on Linux). ``KUZET_HOME`` moves all three below one folder, for
tests, portable set-ups and several consoles of one user.

A folder is made when it is missing. Where that is not possible its path is given all the same: whoever writes there
knows whether he can do without, and has the words for it.
"""

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_APP = "kuzet"


def _user(kind: str, default: str) -> Path:
    home = os.environ.get("KUZET_HOME")
    path = Path(home) / kind if home else Path(default)
    with suppress(OSError):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def config() -> Path:
    """Folder of the settings."""
    return _user("config", platformdirs.user_config_dir(_APP))


def cache() -> Path:
    """Folder of what can be made anew (registry, pictures, pages)."""
    return _user("cache", platformdirs.user_cache_dir(_APP))


def data() -> Path:
    """Folder of what must not be lost (outbox, logs, the embedded center's database)."""
    return _user("data", platformdirs.user_data_dir(_APP))


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way without losing it; returns its new name (``name.damaged-N``).

    Raises OSError.
    """
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    return aside
