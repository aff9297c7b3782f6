"""Cameras that turn, as operators see them: who turns which, until when, whether it obeys; and their orders to it."""

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from console.clock import monotonic
from console.domain.changes import Changes
from console.domain.errors import ProblemType, Refused
from console.domain.ptz import (
    MAY_MANAGE_PRESETS,
    RANK,
    Direction,
    PtzForget,
    PtzOrder,
    PtzRecall,
    PtzRelease,
    PtzRename,
    PtzSave,
    PtzState,
    PtzTake,
)
from console.language import _
from console.state.store import Store
from console.tasks import Tasks
from console.viewmodels import words
from console.viewmodels.ptz_sending import PtzSending

LOOK_MS = 50
"""How often it is looked for what is to be sent; half the least time between two orders."""

ASKED_AGAIN_S = 5.0
"""While another turns the camera that is looked at, it is asked so often until when."""

TOLD_FOR_S = 6.0
"""So long a tile says that its camera did not obey."""


class Heads(Protocol):
    """What is asked of the center. Each raises Refused, or OSError without a center."""

    async def ptz(self, camera: str) -> PtzState:
        """Where a camera looks, what it can, who turns it."""
        ...

    async def order(self, camera: str, order: PtzOrder) -> PtzState:
        """Turn it."""
        ...


class Holder(Struct, frozen=True):
    """Who turns a camera: the name, whether it is this operator, until when (Unix seconds), whether it may be taken."""

    name: str
    is_me: bool
    until: float | None
    may_be_taken: bool


class _Head(Struct):
    sending: PtzSending
    state: PtzState | None = None
    until: float | None = None
    asked_at: float = float("-inf")
    trouble: str = ""
    trouble_at: float = 0.0


class Ptz(QObject):
    """All heads that were looked at; ``changed`` tells the camera about which there is news.

    Args:
        store: knows locks, presets and who this operator is.
        heads: the center.
        now: monotonic seconds; a seam for tests.
    """

    changed = Signal(str)

    def __init__(
        self, store: Store, heads: Heads, *, now: Callable[[], float] = monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._heads, self._now = store, heads, now
        self._known: dict[str, _Head] = {}
        self._watched = ""
        self.tasks = Tasks()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, camera: str) -> None:
        """The operator looks at this camera ("" at none that turns): ask who turns it, and until when."""
        if camera != self._watched:
            self.stop(self._watched)
            self._watched = camera
            if camera:
                self._ask(camera)
                self._timer.start()

    def move(self, camera: str, pan: float = 0.0, tilt: float = 0.0, zoom: float = 0.0) -> None:
        """Turn at these speeds (-1..1: right, up, nearer) until ``stop``."""
        holder = self.holder(camera)
        if holder is not None and not holder.is_me:
            self._say(camera, self.held_by(holder))
            return
        self._head(camera).sending.move(pan, tilt, zoom)
        self._go()

    def stop(self, camera: str) -> None:
        """The hand has let go."""
        if camera in self._known and self._known[camera].sending.is_busy:
            self._known[camera].sending.move(0, 0, 0)
            self._go()

    def recall(self, camera: str, preset: str) -> None:
        """Look where a preset looks."""
        self._order(camera, PtzRecall(preset))

    def save(self, camera: str, preset: str) -> None:
        """Keep where it looks now."""
        self._order(camera, PtzSave(preset))

    def forget(self, camera: str, preset: str) -> None:
        """Delete a preset."""
        self._order(camera, PtzForget(preset))

    def rename(self, camera: str, preset: str, name: str) -> None:
        """Call a preset otherwise."""
        self._order(camera, PtzRename(preset, name))

    def take(self, camera: str) -> None:
        """Turn it from now on, also where an operator of lower rank does."""
        self._order(camera, PtzTake())

    def release(self, camera: str) -> None:
        """Turn it no longer."""
        self._order(camera, PtzRelease())

    def holder(self, camera: str) -> Holder | None:
        """Who turns it; None where it is free."""
        lock, me = self._store.picture.locks.get(camera), self._store.operator
        if lock is None:
            return None
        is_me = me is not None and lock.owner == me.id
        may = me is not None and not is_me and RANK[me.role] > RANK[lock.role]
        until = self._known[camera].until if camera in self._known else None
        return Holder(self._store.picture.operators.get(lock.owner, lock.owner), is_me, until, may)

    def presets(self, camera: str) -> Mapping[str, Direction]:
        """Its presets by name."""
        return self._store.picture.presets.get(camera, {})

    def trouble(self, camera: str) -> str:
        """Why it did not do what was asked last, in words; "" after a while, or where all is well."""
        head = self._known.get(camera)
        return "" if head is None or self._now() - head.trouble_at > TOLD_FOR_S else head.trouble

    def is_trouble(self, camera: str) -> bool:
        """Whether it did not do what was asked last."""
        return bool(self.trouble(camera))

    def words(self, camera: str) -> tuple[str, ...]:
        """What a tile says of it, the longest form first; nothing where nobody turns it and all is well."""
        holder, trouble = self.holder(camera), self.trouble(camera)
        if trouble:
            return (trouble,)
        if holder is None:
            return ()
        if holder.is_me:
            return (self.held_by(holder),)
        return (self.held_by(holder), _("Controlled by {name}").format(name=holder.name), holder.name)

    @property
    def may_manage(self) -> bool:
        """Whether this operator may rename and delete presets."""
        me = self._store.operator
        return me is not None and me.role in MAY_MANAGE_PRESETS

    def held_by(self, holder: Holder) -> str:
        """``Controlled by A. Serikova until 15:10``."""
        if holder.is_me:
            return _("You control it")
        if holder.until is None:
            return _("Controlled by {name}").format(name=holder.name)
        return _("Controlled by {name} until {time}").format(name=holder.name, time=words.time_of_day(holder.until))

    def refresh(self, changes: Changes) -> None:
        """A tick: locks and presets."""
        for camera in self._known if changes.whole else self._known.keys() & changes.cameras:
            holder = self.holder(camera)
            if holder is None:
                self._known[camera].until = None
            elif not holder.is_me and self._known[camera].sending.is_busy:
                self._known[camera].sending.give_up()
                self._say(camera, self.held_by(holder))
            self.changed.emit(camera)
            if camera == self._watched and holder is not None and not holder.is_me:
                self._ask(camera)

    def look(self) -> None:
        """Send what is due; by timer."""
        now, is_busy = self._now(), False
        for camera, head in self._known.items():
            if (order := head.sending.due(now)) is not None:
                self.tasks.spawn(self._send(camera, head, order), f"turn {camera}")
            is_busy = is_busy or head.sending.is_busy
        watched = self._known.get(self._watched)
        if watched is not None and now - watched.asked_at > ASKED_AGAIN_S:
            holder = self.holder(self._watched)
            if holder is not None and not holder.is_me:
                self._ask(self._watched)
        if not is_busy and not self._watched:
            self._timer.stop()

    async def close(self) -> None:
        """Nothing is sent any more; what moves ends by itself."""
        self._timer.stop()
        await self.tasks.close()

    def _order(self, camera: str, order: PtzOrder) -> None:
        self._head(camera).sending.ask(order)
        self._go()

    def _go(self) -> None:
        self._timer.start()
        self.look()

    def _head(self, camera: str) -> _Head:
        return self._known.setdefault(camera, _Head(PtzSending()))

    def _ask(self, camera: str) -> None:
        head = self._head(camera)
        head.asked_at = self._now()
        self.tasks.spawn(self._learn(camera, head), f"head of {camera}")

    async def _learn(self, camera: str, head: _Head) -> None:
        try:
            self._take(camera, head, await self._heads.ptz(camera))
        except (Refused, OSError) as error:
            self._say(camera, str(error) or _("The center cannot be reached."))

    async def _send(self, camera: str, head: _Head, order: PtzOrder) -> None:
        is_carried_out = False
        try:
            state = await self._heads.order(camera, order)
        except Refused as refused:
            if refused.problem.type is ProblemType.TURNED_BY_ANOTHER:
                head.sending.give_up()
                self._ask(camera)
            self._say(camera, self._in_words(camera, refused))
        except OSError:
            self._say(camera, _("The center cannot be reached."))
        else:
            is_carried_out, head.trouble = True, ""
            self._take(camera, head, state)
        finally:
            head.sending.answered(is_carried_out=is_carried_out)

    def _in_words(self, camera: str, refused: Refused) -> str:
        match refused.problem.type:
            case ProblemType.DOES_NOT_ANSWER:
                return _("The camera does not answer.")
            case ProblemType.FORBIDDEN:
                return _("Only a supervisor changes presets that are there.")
            case ProblemType.TURNED_BY_ANOTHER if (holder := self.holder(camera)) is not None:
                return self.held_by(holder)
            case _:
                return str(refused)

    def _take(self, camera: str, head: _Head, state: PtzState) -> None:
        head.state = state
        head.until = None if state.lock_ends_in is None else self._store.clock.now() + state.lock_ends_in
        self.changed.emit(camera)

    def _say(self, camera: str, text: str) -> None:
        head = self._head(camera)
        head.trouble, head.trouble_at = text, self._now()
        self.changed.emit(camera)
