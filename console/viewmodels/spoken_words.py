"""How new alarms are said aloud: one with its kind and place, several only as how many of which priority."""

from collections import Counter
from collections.abc import Sequence

from console.domain.alarms import Alarm, AlarmKind, Priority
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.alarm_words import AlarmWords


def said(alarms: Sequence[Alarm], of: AlarmWords) -> str:
    """``P1, panic button, Abay – Seifullin``; ``7 new alarms. P1: 1, P3: 6``."""
    if len(alarms) == 1:
        return ", ".join((_head(alarms[0].priority, alarms[0].kind), of.place(alarms[0])))
    counts = Counter(alarm.priority for alarm in alarms)
    text = ngettext("{n} new alarm", "{n} new alarms", len(alarms)).format(n=len(alarms))
    return f"{text}. " + ", ".join(f"P{priority:d}: {counts[priority]}" for priority in sorted(counts))


def sample() -> str:
    """What is said to let the operator hear the voice."""
    return ", ".join((_head(Priority.P1, AlarmKind.PANIC_BUTTON), _("a test")))


def _head(priority: Priority, kind: AlarmKind) -> str:
    return f"P{priority:d}, {words.word(kind).lower()}"
