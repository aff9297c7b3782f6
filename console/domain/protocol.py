"""What is spoken between console and center: REST paths, websocket messages, headers. ``link.md`` says why.

The websocket carries JSON text frames. The console speaks first (``Authenticate``), the center answers ``Hello``;
then the console sends ``Resume`` (or nothing, and reads a snapshot), and events follow.
"""

from enum import StrEnum
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.events import LogEntry
from console.domain.presence import Gaze, Present
from console.domain.procedures import Procedure
from console.domain.ptz import PtzAbilities, PtzPosition
from console.domain.recommendations import Recommendation
from console.domain.streams import PrivacyMask, StreamFacts
from console.domain.units import Agency, Fix

Quality = Literal["main", "sub"]
"""Which of a camera's two streams: the large or the small one."""

CONTRACT = 1
"""Version of this contract; a console refuses a center that speaks another one."""

SERVICE = "kuzet-center"
"""What a center calls itself at ``GET /``."""

ABOUT = "/"
SESSION = "/session"
RENEWAL = "/session/renewal"
SNAPSHOT = "/snapshot"
REGISTRY = "/registry"
OFFENCES = "/offences"
INTENTS = "/intents"
PROCEDURES = "/procedures"
RECOMMENDATIONS = "/recommendations"
SIGNALS = "/signals"
STREAM = "/stream"
OPENING = "/cameras/{camera}/opening"
TRAIL = "/units/{unit}/trail"
LIVE = "/video/{lease}/live.ts"
ARCHIVE = "/video/{lease}/archive.ts"
FRAME = "/video/{lease}/frame.jpg"
SOUND = "/video/{lease}/sound.aac"
LISTENING = "/video/{lease}/listening"
LEASE = "/video/{lease}"
LEASE_RENEWAL = "/video/{lease}/renewal"
RANGES = "/cameras/{camera}/archive/ranges"
PTZ = "/cameras/{camera}/ptz"

IDEMPOTENCY_KEY = "Idempotency-Key"
IF_MATCH = "If-Match"
MSGPACK = "application/vnd.msgpack"
PROBLEM_JSON = "application/problem+json"
PICTURE_TIME = "Picture-Time"
"""Header of a single frame: when it was taken, Unix seconds."""


class Mode(StrEnum):
    """How the center's clock moves, and whether it is real."""

    LIVE = "live"
    REVIEW = "review"
    EXERCISE = "exercise"


class About(Struct, frozen=True):
    """Answer of ``GET /``, open to anyone: enough to know that it is a center and which."""

    service: str
    contract: int
    name: str
    epoch: str
    mode: Mode


class Outcome(Struct, frozen=True):
    """Answer to an intent that was carried out: ``seq`` of the last entry it wrote, id of what it made.

    ``left`` are ids of those that an intent about many leaves as they are: they had changed, or ended.
    """

    seq: int
    created: str = ""
    left: tuple[str, ...] = ()


class Procedures(Struct, frozen=True):
    """Answer of ``GET /procedures``: those that are followed here."""

    procedures: tuple[Procedure, ...]


class Wanted(Struct, frozen=True):
    """What ``GET /recommendations`` is asked for: units for an incident, or for a place and what happens there."""

    incident: str = ""
    lon: float | None = None
    lat: float | None = None
    kind: AlarmKind | None = None
    agency: Agency | None = None


class Recommendations(Struct, frozen=True):
    """Answer of ``GET /recommendations``: whom to send, reckoned at ``seq`` and ``time`` of the center."""

    seq: int
    time: float
    units: tuple[Recommendation, ...]


class OpeningRequest(Struct, frozen=True):
    """Body of ``POST /cameras/{camera}/opening``."""

    reason: str = ""


class Opening(Struct, frozen=True):
    """A lease on a camera's picture, which ends ``expires_in`` seconds after it was last watched or renewed.

    ``main`` and ``sub`` are addresses of streams: HTTP of the center, which hold the random lease and need no
    credential, or RTSP of a device, with ``user`` and ``password`` apart. Watching HTTP keeps the lease; of RTSP the
    center sees nothing, so it has to be renewed (``POST /video/{lease}/renewal``). ``DELETE /video/{lease}`` ends it.
    ``archive`` takes ``start``, ``rate`` and ``quality``, ``frame`` takes ``at``, ``quality`` and ``width``; both are
    "" where the center has no record. None of these must be shown or logged, so the text of an opening is its camera.

    ``sound`` is where its microphone is heard: AAC (ADTS) of the center, or the device's own RTSP; "" where nobody may
    listen. To listen is an act of its own: ``POST /video/{lease}/listening`` before, ``DELETE`` after; both are in the
    journal, and the center sends no sound without.

    ``masks`` are for the console to draw, in every picture it shows or hands out; what the center has drawn in already
    is not among them.
    """

    camera: str
    main: str
    sub: str
    archive: str
    expires_in: float
    lease: str = ""
    frame: str = ""
    user: str = ""
    password: str = ""
    main_facts: StreamFacts = StreamFacts()
    sub_facts: StreamFacts = StreamFacts()
    masks: tuple[PrivacyMask, ...] = ()
    ptz: PtzAbilities | None = None
    sound: str = ""

    def archive_at(self, start: float, rate: float = 1.0, quality: Quality = "sub") -> str:
        """The address of what was recorded from ``start`` on (Unix seconds), ``rate`` times as fast (0.25 to 16)."""
        return f"{self.archive}?start={start:.3f}&rate={rate:g}&quality={quality}"

    def entered(self, address: str) -> str:
        """One of its addresses as a player takes it: with name and password where it has them. To be kept nowhere."""
        scheme, colon, place = address.partition("://")
        if not self.user or not colon:
            return address
        return f"{scheme}://{quote(self.user, safe='')}:{quote(self.password, safe='')}@{place}"

    def __repr__(self) -> str:
        return f"Opening(camera={self.camera!r})"


RATES = (0.25, 16.0)
"""How slow and how fast a record can be played."""


class Trail(Struct, frozen=True):
    """Answer of ``GET /units/{unit}/trail``: where a unit has been, as (time, longitude, latitude), oldest first.

    Thinned: the line through the points is near to where it was. ``since`` is from when on it is known, which may be
    later than asked (the center keeps an hour, and nothing over a restart); None where nothing is.
    """

    unit: str
    since: float | None
    points: tuple[tuple[float, float, float], ...]


class Inject(Struct, frozen=True):
    """Body of ``POST /signals``: a trainer makes a device speak (demo and exercise only)."""

    device: str
    kind: AlarmKind
    active: bool = True
    priority: Priority | None = None
    """How bad it is; None: as bad as its kind."""


class Authenticate(Struct, frozen=True, tag_field="type", tag="authenticate"):
    """First message of the console."""

    token: str


class Resume(Struct, frozen=True, tag_field="type", tag="resume"):
    """What the console already has."""

    epoch: str
    seq: int


class Looking(Struct, frozen=True, tag_field="type", tag="looking"):
    """What the operator looks at now; None: at nothing that others could be looking at too."""

    gaze: Gaze | None = None


ConsoleMessage = Authenticate | Resume | Looking


class Hello(Struct, frozen=True, tag_field="type", tag="hello"):
    """First message of the center. ``rate`` is how fast its clock runs (1.0 live)."""

    contract: int
    epoch: str
    seq: int
    server_time: float
    heartbeat_s: float
    mode: Mode
    rate: float = 1.0


class Logged(Struct, frozen=True, tag_field="type", tag="logged"):
    """Entries of the log, in order; never dropped, never merged."""

    entries: tuple[LogEntry, ...]


class Fixes(Struct, frozen=True, tag_field="type", tag="fixes"):
    """Position reports; no seq, a slow reader gets fewer of them."""

    fixes: tuple[Fix, ...]


class Turned(Struct, frozen=True, tag_field="type", tag="turned"):
    """Where cameras look that have turned; no seq, a slow reader gets fewer of them."""

    positions: tuple[PtzPosition, ...]


class Presences(Struct, frozen=True, tag_field="type", tag="presences"):
    """Everybody who is connected now, and what they look at; no seq, the latest replaces the one before."""

    operators: tuple[Present, ...]


class Heartbeat(Struct, frozen=True, tag_field="type", tag="heartbeat"):
    """Sent each ``heartbeat_s``; ``seq`` lets an idle break be found."""

    seq: int
    server_time: float
    rate: float = 1.0


class Reset(Struct, frozen=True, tag_field="type", tag="reset"):
    """Read a new snapshot: what you asked to resume is not there, or you could not keep up."""

    reason: str


class RegistryChanged(Struct, frozen=True, tag_field="type", tag="registry_changed"):
    """The registry has a newer revision."""

    revision: int


CenterMessage = Hello | Logged | Fixes | Turned | Presences | Heartbeat | Reset | RegistryChanged
