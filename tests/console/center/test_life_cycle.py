"""The life cycle of an alarm, model-checked: every order of what devices say and operators do, against a plain model.

The model is written from the standard (ISA-18.2), not from the transition table: what the device says, whether somebody
has looked since it last asked, and whether the alarm is kept quiet. From these three the state follows.
"""

from itertools import product

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.center.annunciation import Rows
from console.domain import intents as i
from console.domain.alarms import PRIORITY_OF, AlarmKind, AlarmState, Priority, repeat_window
from console.domain.errors import Refused
from console.domain.session import Operator
from tests.console.center.picture_desk import Desk
from tests.console.center.story import ALIYA, ANNA, BOLAT

KIND = AlarmKind.THEFT
officers = st.sampled_from([ANNA, ALIYA])
everybody = st.sampled_from([ANNA, ALIYA, BOLAT])


class Life(RuleBasedStateMachine):
    """One device and three operators."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self._forget()

    def _forget(self) -> None:
        self.alarm = ""
        self.is_raised = self.has_looked = False
        self.quiet: AlarmState | None = None
        self.until: float | None = None
        self.owner = ""
        self.worst = Priority.P4
        self.last = 0.0

    @property
    def state(self) -> AlarmState:
        """What the standard says."""
        if self.quiet is not None:
            return self.quiet
        if self.has_looked:
            return AlarmState.ACKNOWLEDGED if self.is_raised else AlarmState.NORMAL
        return AlarmState.UNACKNOWLEDGED if self.is_raised else AlarmState.RETURNED_UNACKNOWLEDGED

    def tries(self, intent: i.Intent, who: Operator) -> bool:
        """Whether it is done."""
        try:
            self.desk.does(intent, who)
        except Refused:
            return False
        return True

    @rule(priority=st.sampled_from([None, None, None, Priority.P2, Priority.P1]))
    def raise_(self, priority: Priority | None) -> None:
        row = Rows(self.desk.picture).find("B0", KIND)
        told = PRIORITY_OF[KIND] if priority is None else priority
        is_old = row is None or (not self.is_raised and self.quiet is None and self.desk.now - self.last > 600)
        if is_old:
            self._forget()
        self.desk.signal("B0", KIND, priority=priority)
        row = Rows(self.desk.picture).find("B0", KIND)
        assert row is not None
        assert is_old is (row.id != self.alarm)
        is_worse, is_new = told < self.worst, self.desk.now - self.last > repeat_window(KIND)
        self.alarm, self.last = row.id, self.desk.now
        if self.quiet is AlarmState.SHELVED and is_worse:
            self.quiet, self.until, self.has_looked = None, None, False
        if self.quiet is None and self.has_looked and (is_worse or is_new or not self.is_raised):
            self.has_looked = False
        self.is_raised = True
        self.worst = min(self.worst, told)

    @rule()
    def clear(self) -> None:
        self.desk.signal("B0", KIND, active=False)
        self.is_raised = False

    @precondition(lambda self: self.alarm)
    @rule(who=everybody, many=st.booleans())
    def acknowledge(self, who: Operator, many: bool) -> None:
        seen = i.AcknowledgeMany((i.Seen(self.alarm, self.desk.picture.seq),))
        done = self.tries(seen if many else i.Acknowledge(self.alarm), who)
        assert done is (self.quiet is None and not self.has_looked)
        if done:
            self.has_looked, self.owner = True, who.id

    @precondition(lambda self: self.alarm)
    @rule(who=everybody)
    def take_over(self, who: Operator) -> None:
        known = self.desk.picture.alarms[self.alarm]
        done = self.tries(i.TakeOver(self.alarm), who)
        assert done is (known.owner not in ("", who.id) and not known.is_unacknowledged)
        self.owner = who.id if done else self.owner

    @precondition(lambda self: self.alarm)
    @rule(who=officers, minutes=st.sampled_from([1, 60]))
    def shelve(self, who: Operator, minutes: int) -> None:
        until = self.desk.now + minutes * 60
        done = self.tries(i.Shelve(self.alarm, "known", until), who)
        assert done is (self.quiet is None and self.worst is not Priority.P1)
        if done:
            self.quiet, self.until = AlarmState.SHELVED, until

    @precondition(lambda self: self.alarm)
    @rule(who=everybody, is_repair=st.booleans(), minutes=st.sampled_from([None, 60]))
    def keep_quiet(self, who: Operator, is_repair: bool, minutes: int | None) -> None:
        until = None if minutes is None else self.desk.now + minutes * 60
        intent = i.RemoveFromService if is_repair else i.Suppress
        done = self.tries(intent(self.alarm, "known", until), who)
        assert done is (self.quiet is None and who is BOLAT)
        if done:
            self.quiet = AlarmState.OUT_OF_SERVICE if is_repair else AlarmState.SUPPRESSED
            self.until = until

    @precondition(lambda self: self.alarm)
    @rule(who=everybody)
    def bring_back(self, who: Operator) -> None:
        done = self.tries(i.ReturnAlarm(self.alarm), who)
        assert done is (self.quiet is AlarmState.SHELVED or (self.quiet is not None and who is BOLAT))
        if done:
            self._returned()

    @rule(seconds=st.sampled_from([1.0, 120.0, 700.0, 4000.0]))
    def wait(self, seconds: float) -> None:
        self.desk.wait(seconds)
        if self.until is not None and self.until <= self.desk.now:
            self._returned()

    def _returned(self) -> None:
        """What is still so asks for a look; what is over meanwhile is over: somebody has decided about it."""
        self.quiet, self.until = None, None
        self.has_looked = not self.is_raised

    @invariant()
    def it_is_where_the_standard_says(self) -> None:
        if not self.alarm:
            return
        known = self.desk.picture.alarms.get(self.alarm)
        if known is None:
            assert self.state is AlarmState.NORMAL
            self._forget()
            return
        assert known.state is self.state
        assert known.priority is self.worst, "it latches"
        assert (known.cleared_at is None) is self.is_raised
        assert (known.parking is not None) is (self.quiet is not None)
        if self.has_looked and self.quiet is None:
            assert known.owner == self.owner


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

ACTS = ("raise", "clear", "look", "shelve", "suppress", "repair", "return", "wait", "take")


def test_every_order_of_few_acts_leads_to_a_known_state_and_all_states_are_reached() -> None:
    reached: set[AlarmState] = set()
    for acts in product(ACTS, repeat=4):
        life = Life()
        life.raise_(None)
        for act in acts:
            _do(life, act)
            life.it_is_where_the_standard_says()
        reached |= {alarm.state for alarm in life.desk.picture.alarms.values()}
    assert reached == set(AlarmState) - {AlarmState.NORMAL}, "what is normal, and in no incident, has left the picture"


def _do(life: Life, act: str) -> None:
    match act:
        case "raise":
            life.raise_(None)
        case "clear":
            life.clear()
        case "wait":
            life.wait(700.0)
        case _ if not life.alarm:
            return
        case "look":
            life.acknowledge(ANNA, False)
        case "shelve":
            life.shelve(ANNA, 60)
        case "suppress" | "repair":
            life.keep_quiet(BOLAT, act == "repair", None)
        case "return":
            life.bring_back(BOLAT)
        case "take":
            life.take_over(ALIYA)
