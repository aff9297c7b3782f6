"""What owners have agreed to, and the changing of it by those who may: said to the center, with whence it is known."""

from PySide6.QtCore import QObject, Signal

from console.domain.cameras import Consent, Integration
from console.domain.changes import Changes
from console.domain.intents import ChangeConsent
from console.domain.session import LEADS
from console.language import _
from console.state.store import Store
from console.viewmodels import map_words
from console.viewmodels.actions import Actions

SAID = (Consent.GIVEN, Consent.WITH_REASON, Consent.ASKED, Consent.WITHHELD)
"""What an owner can have said."""

NOTE_LIMIT = 500
"""Longest word on how it is known, characters."""


class Consents(QObject):
    """Reads consent with each tick; remembers the last change of this operator, so that it can be taken back."""

    asked = Signal(str)
    """Somebody wants to change what is on file about this camera: ask them what, and whence."""
    changed = Signal(str)
    """What this operator wanted is on file now, about this camera."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._wanted: tuple[str, Consent, Consent] | None = None
        self._done: tuple[str, Consent, Consent] | None = None

    def may_change(self, camera_id: str) -> bool:
        """Whether this operator may, and the camera is one that needs its owner's word."""
        camera, me = self._store.cameras.get(camera_id), self._store.operator
        if camera is None or me is None or me.role not in LEADS:
            return False
        return camera.integration is Integration.INTEGRATED and camera.consent is not Consent.NOT_NEEDED

    def of(self, camera_id: str) -> Consent | None:
        """What is on file; None for a camera that the registry does not know."""
        camera = self._store.cameras.get(camera_id)
        return None if camera is None else self._store.picture.consent(camera)

    def words(self, camera_id: str) -> str:
        """The same in words."""
        consent = self.of(camera_id)
        return "" if consent is None else _(map_words.CONSENT[consent])

    def change(self, act: Actions, camera_id: str, consent: Consent, note: str) -> None:
        """Have the center keep what the owner has said; ``note`` says how that is known."""
        before = self.of(camera_id)
        if before is not None:
            self._wanted = (camera_id, before, consent)
            act.want(ChangeConsent(camera_id, consent, note))

    def take_back(self, act: Actions) -> None:
        """Undo the last change, unless what is on file is another's by now."""
        done, self._done = self._done, None
        if done is not None:
            camera, before, now = done
            if self.of(camera) is now:
                self._wanted = None
                act.want(ChangeConsent(camera, before, _("Taken back: it was entered by mistake.")))

    @property
    def can_take_back(self) -> bool:
        """Whether there is something to undo."""
        return self._done is not None

    def refresh(self, changes: Changes) -> None:
        """A tick: has the center done what was wanted?"""
        wanted = self._wanted
        if wanted is not None and (changes.whole or wanted[0] in changes.cameras) and self.of(wanted[0]) is wanted[2]:
            self._wanted, self._done = None, wanted
            self.changed.emit(wanted[0])
