"""The call that is being taken, on disk: a crash costs the last half second of it, not the caller's story.

It holds what a caller said of themselves and others, so the file is readable by its owner alone, one officer is not
shown another's, and what is older than a shift is gone. Nothing of it is ever logged.
"""

import logging
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from console import paths
from console.reasons import reason
from console.viewmodels.call_card import CallDraft

FILE = "call.json"
KEPT_S = 12 * 3600.0
"""A shift: what nobody came back to by then is nobody's call any more."""

log = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    """A draft and when it was written last (Unix seconds, by the center's clock)."""

    at: float
    draft: CallDraft


class KeptCall:
    """Drafts by the officer's id, in ``path`` (default: the user's data). A disk that fails is told in the log."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.data() / FILE

    def of(self, operator: str, now: float) -> CallDraft:
        """What this officer has begun; an empty draft where that is nothing."""
        kept = self._read(now).get(operator)
        return CallDraft() if kept is None else kept.draft

    def keep(self, operator: str, draft: CallDraft, now: float) -> None:
        """Keep what is written now; an empty draft is forgotten."""
        drafts = self._read(now)
        drafts.pop(operator, None)
        if not draft.is_empty:
            drafts[operator] = _Kept(now, draft)
        try:
            self._write(drafts)
        except OSError as fault:
            log.warning("a call that is being taken cannot be kept in %s: %s", self._path, reason(fault))

    def _read(self, now: float) -> dict[str, _Kept]:
        try:
            drafts = msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Kept])
        except FileNotFoundError:
            return {}
        except OSError as fault:
            log.warning("a call cannot be read from %s: %s", self._path, reason(fault))
            return {}
        except msgspec.DecodeError:
            log.warning("%s is damaged and kept as %s", self._path, paths.set_aside(self._path))
            return {}
        return {who: kept for who, kept in drafts.items() if 0 <= now - kept.at < KEPT_S}

    def _write(self, drafts: dict[str, _Kept]) -> None:
        """Whole or not at all; without drafts there is no file."""
        if not drafts:
            self._path.unlink(missing_ok=True)
            return
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(msgspec.json.encode(drafts))
            part.replace(self._path)
        finally:
            part.unlink(missing_ok=True)
