"""Leases: each lives while it is used, and whoever watches sees no more when it has ended."""

from collections.abc import AsyncGenerator

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from console.center.leases import LEASE_S, Lease, Leases
from console.domain.errors import Refused
from console.domain.session import Operator, Role
from tests.console.center.town import CAMERAS

WHO = {name: Operator(name, name, Role.DUTY_OFFICER) for name in ("ann", "ben")}


class LeaseLives(RuleBasedStateMachine):
    """Against the plainest model: until when each lease lives, and who looks."""

    leases = Bundle("leases")

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.kept = Leases(lambda: self.now)
        self.until: dict[str, float] = {}
        self.gone: set[str] = set()

    @rule(target=leases, who=st.sampled_from(sorted(WHO)), camera=st.sampled_from(CAMERAS))
    def give(self, who: str, camera: object) -> Lease:
        lease = self.kept.give(camera, WHO[who], 1, 0.0)  # type: ignore[arg-type]
        self.until[lease.name] = self.now + LEASE_S
        return lease

    @rule(seconds=st.sampled_from([0.5, 10.0, LEASE_S - 1, LEASE_S + 1]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    @rule(lease=leases)
    def renew(self, lease: Lease) -> None:
        if self.lives(lease):
            self.kept.renew(self.kept.find(lease.name))
            self.until[lease.name] = self.now + LEASE_S

    @rule(lease=leases)
    def begin_to_watch(self, lease: Lease) -> None:
        if self.lives(lease):
            lease.viewers += 1

    @rule(lease=leases)
    def watch_no_more(self, lease: Lease) -> None:
        if lease.viewers:
            lease.viewers -= 1
            self.kept.renew(lease)
            self.until[lease.name] = self.now + LEASE_S

    @rule(lease=leases)
    def end(self, lease: Lease) -> None:
        self.kept.end(lease)
        self.gone.add(lease.name)

    @rule()
    def look(self) -> None:
        before = {name for name in self.until if name not in self.gone}
        over = {lease.name for lease in self.kept.over()}
        assert all(lease.is_ended for lease in self.kept.over())
        assert over <= before
        self.gone |= over

    @rule(lease=leases)
    def find(self, lease: Lease) -> None:
        if self.lives(lease):
            assert self.kept.find(lease.name) is lease
        else:
            with pytest.raises(Refused):
                self.kept.find(lease.name)

    @invariant()
    def all_that_live_are_counted(self) -> None:
        held = sum(self.kept.held_by(who) for who in WHO)
        assert held == len(self.kept) == len(self.until.keys() - self.gone)

    def lives(self, lease: Lease) -> bool:
        return lease.name not in self.gone and (lease.viewers > 0 or self.until[lease.name] >= self.now)


TestLeaseLives = LeaseLives.TestCase
TestLeaseLives.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


async def pieces(closed: list[bool]) -> AsyncGenerator[int, None]:
    try:
        for number in range(1000):
            yield number
    finally:
        closed.append(True)


@pytest.mark.anyio
async def test_who_watches_sees_no_more_when_the_lease_has_ended() -> None:
    leases, closed = Leases(), list[bool]()
    lease = leases.give(CAMERAS[0], WHO["ann"], 1, 0.0)
    watched = leases.watch(lease, pieces(closed))
    assert [await anext(watched), await anext(watched), lease.viewers] == [0, 1, 1]
    leases.end(lease)
    with pytest.raises(StopAsyncIteration):
        await anext(watched)
    assert (closed, lease.viewers) == ([True], 0)


@pytest.mark.anyio
async def test_a_lease_lives_as_long_as_somebody_watches() -> None:
    now = [0.0]
    leases = Leases(lambda: now[0])
    lease = leases.give(CAMERAS[0], WHO["ann"], 1, 0.0)
    watched = leases.watch(lease, pieces([]))
    await anext(watched)
    now[0] = 10 * LEASE_S
    assert leases.over() == []
    await watched.aclose()
    assert leases.find(lease.name) is lease
    now[0] += LEASE_S + 1
    assert leases.over() == [lease]
