"""One tile of the wall: which camera it shows, how its stream stands, and what must happen next.

A tile asks the center for an opening (a lease), gives it to a player, watches that frames come, and tries again with
growing pauses when they do not. Going over to another stream or size is make-before-break: a second player starts, and
takes over with its first frame.
"""

import asyncio
from collections import deque
from contextlib import suppress

from console.domain.alarms import Priority
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.playing import Frame, Player, PlayerState
from console.domain.protocol import Opening, Quality
from console.domain.streams import ArchiveRanges
from console.language import N_
from console.viewmodels import tile_rules as rules
from console.viewmodels.deck import Deck
from console.viewmodels.quality import SUB_WIDTH, Grade
from console.viewmodels.surroundings import Listened, Surroundings, TourNote
from console.viewmodels.tile_archive import Footage, Projector, TileArchive
from console.viewmodels.tile_rules import TileState
from console.viewmodels.zooming import WHOLE_PICTURE, Zoom

SETTLE_S = 0.5
"""A box must keep its size for this long before its stream is opened anew in it."""

STEADY_S = 10.0
"""A stream that plays this long has recovered: the next failure counts as the first."""

HIDDEN_GRACE_S = 3.0
"""A tile hidden for less keeps playing, so that a quick look elsewhere costs no new opening."""

RATE_OVER_S = 3.0
"""Frame rates are means over this time."""

WORKING = (PlayerState.OPENING, PlayerState.PLAYING)

LEASE_LOST = frozenset({ProblemType.NOT_FOUND, ProblemType.NO_PICTURE, ProblemType.UNAVAILABLE})
"""Why a record cannot be had, where another lease may help."""

BROKEN = N_("The stream broke off.")
UNREACHABLE = N_("The camera's stream cannot be opened.")
SILENT = N_("The camera's stream shows nothing.")
NOT_LET_IN = N_("The camera does not accept its name and password. They must be put right in the center.")
NOT_VIDEO = N_("What the camera sends is no video that can be shown.")
HUNG = N_("The video engine hung; a new player is taken.")
NO_CENTER = N_("The center cannot be reached.")
PREPARING = N_("The center is preparing the picture.")


class Tile:
    """One place of the wall. Everything public is for reading; the wall calls the methods, in the GUI thread."""

    def __init__(self, index: int, around: Surroundings) -> None:
        self.index = index
        self.camera = ""
        self.code = self.place = ""
        self.reason = ""
        self.alarm: Priority | None = None
        self.frame: Frame | None = None
        self.picture_time: float | None = None
        """The moment of the last frame, the center's Unix seconds; when it came, where ``is_timed`` is False."""
        self.is_timed = False
        """Whether it is known how late the picture is shown; else it is older than ``picture_time`` says."""
        self.shown = 0
        """Frames that came since the camera was opened."""
        self.retry_at: float | None = None
        self.trouble = ""
        """Why there is no live picture, as source text to be translated; "" where there is nothing to say."""
        self.refusal: Problem | None = None
        self.is_maximised = self.is_large = False
        """Whether it fills the pane, or stands out in the layout: both are worth the main stream."""
        self.is_focused = False
        self.is_pinned = False
        """Whether the operator wants no other camera here."""
        self.used = 0
        """When its camera was opened or looked for last: grows from opening to opening."""
        self.zoom = WHOLE_PICTURE
        self.tour: TourNote | None = None
        """What plays here, if it is a tour."""
        self.listened: Listened | None = None
        """How its sound stands, where the operator listens to it."""
        self.past: TileArchive | None = None
        """The record it shows; None while it is live."""
        self.grade = Grade.SUB
        """How good its stream may be; the wall's quality policy says it, ``watch`` follows."""
        self._around = around
        self._opening: Opening | None = None
        self._opening_used_at = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._player: Player | None = None
        self._next: Player | None = None
        self._asked_for: tuple[int, int, Grade] = (0, 0, Grade.SUB)
        self._is_reduced = self._is_paused = False
        self._box = (320, 180)
        self._box_since = 0.0
        self._started_at = 0.0
        self._last_frame_at: float | None = None
        self._live_since: float | None = None
        self._failures = 0
        self._frames_seen = 0
        self._hidden_since: float | None = None
        self._renewed_at = around.now()
        self._asked_at = float("-inf")
        self._lacks_engine = False
        self._counts: deque[tuple[float, int]] = deque(maxlen=64)

    @property
    def state(self) -> TileState:
        """What it may show now."""
        if not self.camera:
            return TileState.EMPTY
        if self.refusal is not None:
            return rules.REFUSALS.get(self.refusal.type, TileState.REFUSED)
        if self._lacks_engine:
            return TileState.NO_PLAYER
        if self.past is not None:
            return TileState.RECORD
        if self.trouble == NOT_LET_IN:
            return TileState.NOT_LET_IN
        if self.grade is Grade.PAUSED:
            return TileState.PAUSED
        works = self._player is not None and self._player.state in WORKING and not self.trouble
        return rules.state_by_age(
            self.age, is_playing=works, is_waiting=self._failures > 0, is_reduced=self._is_reduced
        )

    @property
    def age(self) -> float | None:
        """Seconds since the last frame; None when there was none."""
        return None if self._last_frame_at is None else self._around.now() - self._last_frame_at

    @property
    def delay(self) -> float | None:
        """Seconds from the arrival of a picture's data to its showing, as measured by the player."""
        return None if self._player is None else self._player.delay

    @property
    def retry_in(self) -> float | None:
        """Seconds until the next try; None when none is awaited."""
        return None if self.retry_at is None else max(0.0, self.retry_at - self._around.now())

    @property
    def frame_rate(self) -> float:
        """Frames shown per second, over the last seconds."""
        if len(self._counts) < 2:
            return 0.0
        (since, first), (until, last) = self._counts[0], self._counts[-1]
        return (last - first) / (until - since) if until > since else 0.0

    @property
    def is_hidden(self) -> bool:
        """Whether nobody can see it."""
        return self._hidden_since is not None

    @property
    def width(self) -> int:
        """Of the whole picture as it is shown, zoom reckoned in, device pixels."""
        return round(self._box[0] * self.zoom.factor)

    @property
    def sub_width(self) -> int:
        """Pixels across its camera's sub stream, as the center says or as is usual."""
        told = 0 if self._opening is None else self._opening.sub_facts.width
        return told or SUB_WIDTH

    @property
    def box(self) -> tuple[int, int]:
        """Width and height of the picture's box, device pixels."""
        return self._box

    @property
    def opening(self) -> Opening | None:
        """The lease it plays by; None before the center has answered."""
        return self._opening

    @property
    def can_be_heard(self) -> bool:
        """Whether it shows a live picture of a camera with a microphone, and somebody can see it."""
        has_microphone = self._opening is not None and bool(self._opening.sound)
        return has_microphone and self.past is None and self._hidden_since is None and self.state in rules.SEEN_LIVE

    @property
    def has_stream(self) -> bool:
        """Whether a player or a request for one is at work."""
        streams = (self._player, self._next, self._asking, self.past)
        return any(stream is not None for stream in streams)

    def show(self, camera: str, reason: str) -> None:
        """Show another camera, at once."""
        was_pinned = self.is_pinned
        self.clear()
        self.camera, self.reason, self.is_pinned = camera, reason, was_pinned
        self.grade = max(self.grade, Grade.SUB)
        if self._hidden_since is None:
            self.connect()

    def clear(self) -> None:
        """Show nothing."""
        self._let_go()
        self.camera = self.code = self.place = self.reason = self.trouble = ""
        self.alarm = self.tour = None
        self.is_pinned = False
        self._give_back()
        self._forget_picture()

    def withdraw(self, problem: Problem) -> None:
        """Its camera may not be seen any more: nothing of its picture is kept, and the tile says why."""
        self._let_go()
        self._give_back()
        self._forget_picture()
        self.trouble, self.refusal = "", problem

    def take_over(self, camera: str, reason: str, opening: Opening, player: Player) -> None:
        """Show another camera without a gap: ``player`` (of ``started``) already has its first frame."""
        self._let_go()
        self._give_back()
        self._forget_picture()
        self.camera, self.reason, self.trouble = camera, reason, ""
        self._opening, self._opening_used_at = opening, self._around.now()
        self._play(opening, player)
        self.take()

    def resize(self, width: int, height: int) -> None:
        """The picture's box has another size, in device pixels."""
        if (width, height) != self._box:
            self._box, self._box_since = (width, height), self._around.now()

    def set_hidden(self, is_hidden: bool) -> None:
        """Whether nobody can see it; after a grace it then costs nothing."""
        if is_hidden == (self._hidden_since is not None):
            return
        self._hidden_since = self._around.now() if is_hidden else None
        if not is_hidden and self.past is not None and not self.past.is_leaving:
            self.past.begin(self._around.now())
        if not is_hidden and self.camera and not self.has_stream and self.refusal is None:
            self._forget_picture()
            self.connect()

    def connect(self) -> None:
        """Open the stream now; asks the center first unless its last lease still holds."""
        self.retry_at = None
        self._started_at = self._around.now()
        if self._opening is not None and self._around.now() - self._opening_used_at < self._opening.expires_in:
            self._play(self._opening)
        elif self._asking is None:
            self._asking = self._around.spawn(self._ask(), f"open {self.camera}")

    def look_back(self, deck: Deck, known: ArchiveRanges) -> TileArchive | None:
        """Show the record from where the deck stands; the picture stays until another is there. None: there is none."""
        opening, footage = self._opening, self._around.footage
        if opening is None or not opening.archive or footage is None:
            return None
        was_zoomed = self.zoom
        self._let_go()
        self.zoom, self.trouble = was_zoomed, ""

        def start(address: str) -> Player:
            return self.started(self._opening or opening, address)

        def quality() -> Quality:
            return "main" if self.grade is Grade.MAIN else "sub"

        around = self._around
        self.past = TileArchive(
            deck,
            Projector(
                footage,
                opening,
                start,
                quality,
                lambda: self._picture_box[0],
                around.spawn,
                around.now,
                around.clock.now,
            ),
            known,
        )
        deck.join(self.past, around.now())
        return self.past

    def look_live(self) -> None:
        """Go back to the live picture; the last recorded one stays, and says so, until that is there."""
        if self.past is None or self._opening is None:
            return
        if self._hidden_since is not None:
            self._end_past()
            self._forget_picture()
        elif not self.past.is_leaving:
            self.past.is_leaving = True
            self.past.halt()
            self._started_at = self._around.now()
            self._next = self.started(self._opening)

    def look_at(self, zoom: Zoom) -> None:
        """Show a part of the picture, or all of it; its stream follows when this has settled."""
        self.zoom, self._box_since = zoom, self._around.now()

    def is_due(self) -> bool:
        """Whether the next try should start now."""
        if self.grade is Grade.PAUSED or self.past is not None:
            return False
        return self.retry_at is not None and self._hidden_since is None and self._around.now() >= self.retry_at

    def is_ill_fitting(self) -> bool:
        """Whether its stream should be changed for one of another size or quality."""
        if (
            (self._player is None and self.past is None)
            or self._next is not None
            or self._around.now() - self._box_since < SETTLE_S
        ):
            return False
        width, height, grade = self._asked_for
        return self.grade is not grade or rules.is_off(self._picture_box, (width, height))

    def change_stream(self) -> None:
        """Start a player for the present box beside the one that plays."""
        if self.past is not None:
            self._asked_for = (*self._picture_box, self.grade)
            self.past.fit()
        elif self._opening is not None:
            self._next = self.started(self._opening)

    def take(self) -> bool:
        """Take the newest frame; whether there was a new one."""
        if self._next is not None and self._next.frames:
            self._end_past()
            self._promote()
        if self.past is not None:
            return self._take_past(self.past)
        player = self._player
        if player is None or player.frames == self._frames_seen:
            return False
        frames = player.frames
        self.shown += frames - self._frames_seen
        self._frames_seen = frames
        self.frame = player.take()
        now = self._around.now()
        self._last_frame_at = self._opening_used_at = now
        late = player.delay
        self.picture_time, self.is_timed = self._around.clock.now() - (late or 0.0), late is not None
        self.trouble = ""
        self._live_since = self._live_since or now
        if now - self._live_since > STEADY_S:
            self._failures = 0
        return True

    def _take_past(self, past: TileArchive) -> bool:
        if past.is_leaving or not past.turn(self._around.now()):
            return False
        self.frame, self.picture_time, self.is_timed = past.frame, past.time, True
        self.shown += 1
        return True

    def watch(self) -> None:
        """Look after the stream; called a few times a second."""
        now = self._around.now()
        self._keep_lease(now)
        self._count(now)
        if self._hidden_since is not None:
            if self.past is not None:
                self._rest_past(self.past, now - self._hidden_since)
            elif self.has_stream and now - self._hidden_since > HIDDEN_GRACE_S:
                self._let_go()
            return
        if self.past is not None:
            self._watch_past(self.past, now)
            return
        if self._next is not None and self._next.state not in WORKING:
            self._next.stop()
            self._next = None
            self._box_since = now
        if self.grade is Grade.PAUSED:
            self._is_paused = self._is_paused or self.has_stream or self.retry_at is not None
            self._let_go()
        elif self._is_paused:
            self._is_paused, self.retry_at = False, now  # the wall starts waiting tiles one by one
        elif self._player is not None:
            self._judge(self._player, now)

    def _keep_lease(self, now: float) -> None:
        """A stream that does not come from the center says nothing to it of being watched."""
        opening, footage = self._opening, self._around.footage
        if opening is None or footage is None or self._player is None or opening.sub.startswith("http"):
            self._renewed_at = now
        elif now - self._renewed_at > opening.expires_in / 3:
            self._renewed_at = now
            self._around.spawn(self._renew(footage, opening), f"renew {opening.camera}")

    async def _renew(self, footage: Footage, opening: Opening) -> None:
        with suppress(Refused, OSError):  # where the lease has ended, the next opening asks for another
            await footage.renew(opening)

    def _watch_past(self, past: TileArchive, now: float) -> None:
        past.watch(now)
        problem = past.trouble
        if past.is_leaving:
            if self._next is None or self._next.state not in WORKING or self._is_silent(now):
                self._let_go()
                self._forget_picture()
                self.connect()
        elif problem is not None and problem.type in LEASE_LOST:
            self._ask_anew(past, now)
        elif problem is not None and problem.type in rules.REFUSALS:
            self.withdraw(problem)

    def _ask_anew(self, past: TileArchive, now: float) -> None:
        """The center does not give its record by this lease any more; it may have been started anew."""
        if self._asking is None and now - self._asked_at > rules.REFUSED_RETRY_S:
            self._asked_at = now
            self._asking = self._around.spawn(self._lend(past), f"open {self.camera}")

    async def _lend(self, past: TileArchive) -> None:
        try:
            opening = await self._around.open_camera(self.camera, self.reason)
        except Refused as refused:
            self._asking = None
            if refused.problem.type not in rules.TRIED_AGAIN:
                self.withdraw(refused.problem)
        except OSError:
            self._asking = None  # the next look asks again
        else:
            self._asking = None
            self._give_back()
            self._opening, self._opening_used_at = opening, self._around.now()
            past.lend(opening)

    def _rest_past(self, past: TileArchive, hidden_for: float) -> None:
        """Nobody sees it: after a grace it costs nothing but its lease."""
        past.watch(self._around.now())
        if hidden_for > HIDDEN_GRACE_S and past.has_stream:
            past.halt()

    def _is_silent(self, now: float) -> bool:
        return now - self._started_at > rules.CONNECT_WITHIN_S

    def _end_past(self) -> None:
        past, self.past = self.past, None
        if past is not None:
            past.deck.leave(past)
            past.close()

    def _give_back(self) -> None:
        """End the lease: the journal then tells that the camera is closed."""
        opening, self._opening = self._opening, None
        if opening is not None:
            self._around.close(opening)

    def _judge(self, player: Player, now: float) -> None:
        since = self._started_at if self._last_frame_at is None else max(self._last_frame_at, self._started_at)
        if player.state is PlayerState.PLAYING:
            self._lacks_engine = False
        match player.state:
            case PlayerState.HUNG:
                self._fail(HUNG)
            case PlayerState.FAILED | PlayerState.ENDED:
                self._fail(UNREACHABLE if self._live_since is None else BROKEN)
            case PlayerState.REFUSED:
                self._fail(NOT_LET_IN)
                self.retry_at = now + rules.NOT_LET_IN_RETRY_S
            case PlayerState.NO_VIDEO:
                self._fail(NOT_VIDEO)
            case PlayerState.MISSING:
                self._fail("")  # most streams can be played without the engine: the next try is
                self._lacks_engine = True
            case _ if now - since > rules.CONNECT_WITHIN_S:
                self._fail(SILENT)

    async def _ask(self) -> None:
        try:
            opening = await self._around.open_camera(self.camera, self.reason)
        except Refused as refused:
            self._asking = None
            self._refuse(refused.problem)
        except OSError:
            self._asking = None
            self._fail(NO_CENTER)
        else:
            self._asking = None
            self._give_back()
            self._opening, self._opening_used_at = opening, self._around.now()
            self.refusal = None
            self._play(opening)

    def _refuse(self, problem: Problem) -> None:
        self._fail(PREPARING if problem.type is ProblemType.NOT_READY else "")
        self.refusal = problem
        if problem.type not in rules.TRIED_AGAIN:
            self.retry_at = None
        else:
            pause = rules.REFUSED_RETRY_S if problem.retry_after is None else problem.retry_after
            self.retry_at = self._around.now() + max(pause, self.retry_in or 0.0)

    def _play(self, opening: Opening, player: Player | None = None) -> None:
        self._started_at = self._around.now()
        self._frames_seen = 0
        self._live_since = None
        self._player = player or self.started(opening)
        self._is_reduced = self._asked_for[2] is Grade.KEYS

    def started(self, opening: Opening, record: str = "") -> Player:
        """A player for ``opening``, or for an address of its record, that suits the tile as it stands now."""
        self._asked_for = (*self._picture_box, self.grade)
        address = record or opening.entered(opening.main if self.grade is Grade.MAIN else opening.sub)
        is_keys_only = self.grade is Grade.KEYS and not record
        return self._around.players.play(
            address,
            *self._picture_box,
            self._around.on_frame,
            keys_only=is_keys_only,
            masks=opening.masks,
            is_timed=bool(record),
        )

    @property
    def _picture_box(self) -> tuple[int, int]:
        source = 0 if self._opening is None else self._opening.main_facts.width
        return rules.picture_box(self._box, self.zoom.factor, source)

    def _promote(self) -> None:
        if self._player is not None:
            self._player.stop()
        self._player, self._next = self._next, None
        self._is_reduced = self._asked_for[2] is Grade.KEYS
        self._frames_seen = 0

    def _fail(self, trouble: str) -> None:
        """The stream is of no use any more: stop it and set the time of the next try."""
        if self._live_since is None:
            self._give_back()  # a lease that gave no frame is not tried twice
        self._let_go()
        self._failures += 1
        self.trouble = trouble
        self.retry_at = self._around.now() + rules.retry_after(self._failures, self._around.chance)

    def _let_go(self) -> None:
        self._end_past()
        if self._asking is not None:
            self._asking.cancel()
        for player in (self._player, self._next):
            if player is not None:
                player.stop()
        self._asking = self._player = self._next = None
        self.retry_at = self._live_since = None

    def _forget_picture(self) -> None:
        self.frame = self.refusal = self.picture_time = self._last_frame_at = None
        self.is_timed = False
        self.zoom = WHOLE_PICTURE
        self.shown = self._failures = self._frames_seen = 0
        self._is_paused = False
        self._counts.clear()

    def _count(self, now: float) -> None:
        self._counts.append((now, self.shown))
        while now - self._counts[0][0] > RATE_OVER_S:
            self._counts.popleft()
