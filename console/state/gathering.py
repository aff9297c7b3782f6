"""Groups of the alarm queue: alarms that have something in common stand under one row, which may be open or closed.

The row of a group stands where its most urgent member would; its members follow it while it is open. A group of too
few is none. Keys are tuples that compare with each other, whoever they belong to:

    an alarm by itself   (rank … time, id)
    a group              (rank … time of its first member, id of that, id of the group)
    a member             (those of its group …, rank … time, id)
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from msgspec import Struct

from console.state.rows import Key

MARK = "\x1f"
"""Begins the id of a group's row: no alarm is called so."""


class Group(Struct, frozen=True):
    """The row of a group: ``about`` is what its members have in common, ``head`` the id of the most urgent."""

    id: str
    about: str
    head: str
    size: int
    waiting: int
    """How many nobody has acknowledged."""
    is_open: bool


class Groups:
    """Who stands in which group, and the row keys that follow from it.

    Args:
        least: from how many members on a group is one.
        opened: whether groups are open until they are closed.
    """

    def __init__(self, least: int = 2, *, opened: bool = True) -> None:
        self._least, self._opened = least, opened
        self._about: dict[str, str] = {}
        self._place: dict[str, Key] = {}
        self._members: dict[str, list[Key]] = {}
        self._turned: set[str] = set()
        """Groups that were opened, or closed, by hand."""
        self.held: frozenset[str] = frozenset()
        """Alarms that are shown even in a group that is closed."""
        self._forms: dict[str, tuple[Key, bool]] = {}
        """Head and openness of the groups that have a row now."""

    def __contains__(self, alarm_id: str) -> bool:
        return alarm_id in self._place

    def put(self, alarm_id: str, about: str, place: Key | None) -> set[str]:
        """Let an alarm stand in the group ``about`` ("" for none), or nowhere; what groups this concerns."""
        concerned = set()
        if (old := self._place.pop(alarm_id, None)) is not None:
            former = self._about.pop(alarm_id)
            if former:
                keys = self._members[former]
                del keys[bisect_left(keys, old)]
                concerned.add(former)
        if place is not None:
            self._place[alarm_id], self._about[alarm_id] = place, about
            if about:
                insort(self._members.setdefault(about, []), place)
                concerned.add(about)
        return concerned

    def settle(self, concerned: Iterable[str]) -> tuple[dict[str, Group | None], set[str]]:
        """Rows of these groups by id, None for those that are gone; and the members whose keys are other ones now."""
        rows: dict[str, Group | None] = {}
        moved: set[str] = set()
        for about in concerned:
            keys = self._members.get(about, [])
            was = self._forms.pop(about, None)
            if len(keys) >= self._least:
                self._forms[about] = keys[0], self.is_open(about)
                rows[MARK + about] = self._row(about, keys)
            elif was is not None:
                rows[MARK + about] = None
            now = self._forms.get(about)
            if now != was:
                stays_closed = now is not None and was is not None and not (now[1] or was[1])
                moved |= self._held_in(about) if stays_closed else {key[-1] for key in keys}
            if not keys:
                self._members.pop(about, None)
        return rows, moved

    def key(self, row_id: str) -> Key | None:
        """Where the row stands; None for what is in no row."""
        if row_id.startswith(MARK):
            about = row_id[len(MARK) :]
            form = self._forms.get(about)
            return None if form is None else (*form[0], row_id)
        place = self._place.get(row_id)
        if place is None:
            return None
        about = self._about[row_id]
        form = self._forms.get(about)
        if form is None:
            return place
        return (*form[0], MARK + about, *place) if form[1] or row_id in self.held else None

    def members(self, row_id: str) -> Iterator[str]:
        """Ids of a group's alarms, the most urgent first."""
        return (key[-1] for key in self._members.get(row_id[len(MARK) :], ()))

    def group_of(self, alarm_id: str) -> str:
        """Id of the row of the group that the alarm stands in; "" where there is none."""
        about = self._about.get(alarm_id, "")
        return MARK + about if about in self._forms else ""

    def is_open(self, about: str) -> bool:
        """Whether the members are shown."""
        return self._opened is not (about in self._turned)

    def turn(self, row_id: str) -> set[str]:
        """Open the group, or close it; what groups this concerns."""
        about = row_id[len(MARK) :]
        self._turned ^= {about}
        return {about}

    def hold(self, alarm_ids: Iterable[str]) -> set[str]:
        """These are shown even in a group that is closed; the alarms whose keys may be other ones now."""
        before, self.held = self.held, frozenset(alarm_ids)
        return {alarm_id for alarm_id in before ^ self.held if self.group_of(alarm_id)}

    def all(self) -> set[str]:
        """What all groups are about."""
        return set(self._members)

    def _held_in(self, about: str) -> set[str]:
        return {alarm_id for alarm_id in self.held if self._about.get(alarm_id) == about}

    def _row(self, about: str, keys: list[Key]) -> Group:
        return Group(MARK + about, about, keys[0][-1], len(keys), bisect_left(keys, (1,)), self.is_open(about))
