"""What the row of a group says: what its alarms have in common, and how many there are."""

from console.domain.alarm_filter import Grouping
from console.domain.alarms import Alarm
from console.language import N_, ngettext
from console.state.gathering import Group
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.alarm_words import AlarmWords

GROUPING = {
    Grouping.NONE: N_("No groups"),
    Grouping.INCIDENT: N_("By incident"),
    Grouping.SOURCE: N_("By source"),
    Grouping.SITE: N_("By site"),
    Grouping.DISTRICT: N_("By district"),
    Grouping.CAUSE: N_("By cause"),
}


def title(by: Grouping, about: str, head: Alarm, said: AlarmWords, store: Store) -> str:
    """What the members of a group have in common."""
    match by:
        case Grouping.INCIDENT:
            incident = store.picture.incidents.get(about)
            return about if incident is None else words.incident_title(incident)
        case Grouping.SITE:
            site = store.sites.get(about)
            return about if site is None else words.name(site.name)
        case Grouping.DISTRICT:
            return words.district(about)
        case Grouping.SOURCE:
            return f"{about} · {said.place(head)}"
        case _:
            return f"{words.word(head.kind)} · {words.district(head.district)}"


def count(group: Group) -> str:
    """``412 alarms, 30 new``."""
    alarms = ngettext("{n} alarm", "{n} alarms", group.size).format(n=group.size)
    new = ngettext("{n} new", "{n} new", group.waiting).format(n=group.waiting)
    return f"{alarms}, {new}" if group.waiting else alarms
