"""Keeping an alarm quiet: for how long it is usually done, who may do what, and what is said of it."""

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct

from console import clock
from console.domain.alarms import LONGEST_SHELF_S, Act, Alarm
from console.domain.intents import Intent, RemoveFromService, Shelve, Suppress
from console.language import N_, _
from console.viewmodels import words

QUARTER_S = 900.0
HOUR_S = 3600.0
SHIFTS = (8, 20)
"""Hours of the day at which a shift ends and the next begins: two of twelve hours, as the city's center works (an
assumption of ours)."""

TITLES = {
    Act.SHELVE: N_("Shelve"),
    Act.SUPPRESS: N_("Suppress"),
    Act.REMOVE_FROM_SERVICE: N_("Take out of service"),
}
USUAL = {
    Act.SHELVE: (N_("Works are going on there"), N_("Waits for somebody on the way"), N_("A test, announced")),
    Act.SUPPRESS: (N_("Another alarm says the same"), N_("A known cause, being mended")),
    Act.REMOVE_FROM_SERVICE: (N_("The device is being repaired"), N_("The device is broken: it alarms by itself")),
}


class Until(Struct, frozen=True):
    """A choice of how long: in words, and Unix seconds (None: until it is undone)."""

    said: str
    at: float | None


def choices(act: Act, now: float) -> list[Until]:
    """How long ``act`` can be asked for at ``now``; a shelf always ends."""
    found = [Until(words.age(QUARTER_S), now + QUARTER_S), Until(words.age(HOUR_S), now + HOUR_S)]
    ends = end_of_shift(now)
    if act is not Act.SHELVE or ends - now <= LONGEST_SHELF_S:
        said = _("To the end of the shift, {time}").format(time=words.time_of_day(ends)[:5])
        found.append(Until(said, ends))
    if act is Act.SHELVE:
        found.append(Until(words.age(LONGEST_SHELF_S), now + LONGEST_SHELF_S - 1))
    else:
        found.append(Until(_("Until it is undone"), None))
    return found


def end_of_shift(now: float) -> float:
    """When the shift that goes on at ``now`` ends, Unix seconds."""
    here = clock.local(now)
    ends = (here.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in SHIFTS)
    later = [end if end > here else end + timedelta(days=1) for end in ends]
    return min(later).timestamp()


def intent(act: Act, alarm: Alarm, reason: str, until: float | None) -> Intent:
    """What is asked of the center."""
    if act is Act.SHELVE:
        if until is None:
            raise ValueError("a shelf has an end")
        return Shelve(alarm.id, reason, until)
    make: Callable[[str, str, float | None], Intent] = Suppress if act is Act.SUPPRESS else RemoveFromService
    return make(alarm.id, reason, until)


def told(alarm: Alarm, who: str) -> str:
    """``Shelved until 15:20 by A. Serikova: works are going on there``; "" for one that is not parked."""
    parking = alarm.parking
    if parking is None:
        return ""
    state = words.word(alarm.state)
    if parking.until is None:
        return _("{state} by {who}: {reason}").format(state=state, who=who, reason=parking.reason)
    text = _("{state} until {time} by {who}: {reason}")
    time = words.time_of_day(parking.until)[:5]
    return text.format(state=state, time=time, who=who, reason=parking.reason)
