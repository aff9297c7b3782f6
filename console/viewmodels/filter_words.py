"""What a filter of the queue says of itself, beside its buttons for priorities and its text."""

from console.domain.alarm_filter import AlarmFilter, Standing
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.alarms import AlarmsModel

STANDING = {
    Standing.NEW: N_("Not acknowledged"),
    Standing.ACKNOWLEDGED: N_("Acknowledged"),
    Standing.PARKED: N_("Shelved, suppressed, out of service"),
}


def told(wanted: AlarmFilter, model: AlarmsModel) -> str:
    """Kinds, districts, owners and states that are asked for; "" where nothing but what the buttons show."""
    parts = [
        *sorted(words.word(kind) for kind in wanted.kinds),
        *sorted(map(words.district, wanted.districts)),
        *sorted(map(model.words.operator, wanted.owners)),
    ]
    if wanted.mine:
        parts.insert(0, _("Only mine"))
    if wanted.standings not in ({Standing.NEW}, set(Standing)):
        parts += [_(STANDING[standing]) for standing in Standing if standing in wanted.standings] or [_("nothing")]
    return " · ".join(parts)
