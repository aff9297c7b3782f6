"""What happens to cameras: who watched them, with whose consent, and who turned them."""

from enum import StrEnum

from console.domain.cameras import Consent
from console.domain.event import EventBase
from console.domain.ptz import Direction
from console.domain.session import Role


class CameraOpened(EventBase, frozen=True, tag="camera_opened"):
    """The actor opened a camera's picture; the reason stands beside it where the owner asked for one."""

    camera: str
    reason: str


class CloseReason(StrEnum):
    """Why a camera was closed."""

    CLOSED = "closed"
    """The operator had enough of it."""
    UNUSED = "unused"
    """Nobody watched or renewed it for the life of a lease."""
    NO_CONSENT = "no_consent"
    """Its owner does not agree any more."""
    RESTART = "restart"
    """The center ended, and all leases with it."""


class CameraClosed(EventBase, frozen=True, tag="camera_closed"):
    """What entry ``opening`` opened is closed; ``seconds`` is how long it was open."""

    camera: str
    opening: int
    reason: CloseReason
    seconds: float


class ListeningBegan(EventBase, frozen=True, tag="listening_began"):
    """The actor hears what the microphone of the camera hears that entry ``opening`` opened."""

    camera: str
    opening: int


class ListeningEnded(EventBase, frozen=True, tag="listening_ended"):
    """The actor hears it no longer; ``seconds`` is for how long it was. ``CameraClosed`` ends it as well."""

    camera: str
    opening: int
    seconds: float


class ConsentChanged(EventBase, frozen=True, tag="consent_changed"):
    """A camera's owner has agreed, or agrees no longer; ``note`` says how that came to be known."""

    camera: str
    consent: Consent
    note: str


class PtzTaken(EventBase, frozen=True, tag="ptz_taken"):
    """The actor turns the camera now; ``instead_of`` is whom it was taken from, "" where it was free."""

    camera: str
    role: Role
    instead_of: str = ""


class PtzReleased(EventBase, frozen=True, tag="ptz_released"):
    """Nobody turns the camera any more: the actor let go of it, or did nothing for too long (then it is the center)."""

    camera: str


class PresetSaved(EventBase, frozen=True, tag="preset_saved"):
    """The actor kept a direction of the camera."""

    camera: str
    name: str
    direction: Direction


class PresetDeleted(EventBase, frozen=True, tag="preset_deleted"):
    """The preset is no more."""

    camera: str
    name: str


CameraEvent = (
    CameraOpened
    | CameraClosed
    | ListeningBegan
    | ListeningEnded
    | ConsentChanged
    | PtzTaken
    | PtzReleased
    | PresetSaved
    | PresetDeleted
)
