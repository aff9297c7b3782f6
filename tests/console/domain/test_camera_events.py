"""The fold of what is told about cameras: who sees one, who turns it, what its owner agreed to."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from console.domain import events as e
from console.domain.cameras import Consent
from console.domain.picture import Inconsistent, Picture, Snapshot
from console.domain.ptz import Direction, PtzLock
from console.domain.session import Role
from console.domain.viewing import Viewing

CAMERA = st.sampled_from(["C1", "C2"])
ACTOR = st.sampled_from(["ann", "ben"])
PRESET = st.sampled_from(["Gate", "Door"])
EVENTS = st.one_of(
    st.builds(e.CameraOpened, CAMERA, st.just("")),
    st.builds(e.CameraClosed, CAMERA, st.integers(1, 12), st.sampled_from(e.CloseReason), st.just(1.0)),
    st.builds(e.ConsentChanged, CAMERA, st.sampled_from(Consent), st.just("letter")),
    st.builds(e.PtzTaken, CAMERA, st.sampled_from(Role)),
    st.builds(e.PtzReleased, CAMERA),
    st.builds(e.PresetSaved, CAMERA, PRESET, st.builds(Direction, st.floats(-60, 60), st.just(0.0))),
)
ENTRIES = st.lists(st.tuples(ACTOR, EVENTS), max_size=20).map(
    lambda told: [e.LogEntry(seq, float(seq), actor, event) for seq, (actor, event) in enumerate(told, 1)]
)


@given(ENTRIES, st.data())
def test_a_snapshot_and_the_rest_are_the_whole(entries: list[e.LogEntry], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(entries)))
    whole, resumed = Picture(), Picture()
    for entry in entries[:cut]:
        whole.apply(entry)
    resumed.load(msgspec.json.decode(msgspec.json.encode(whole.snapshot(0)), type=Snapshot))
    for entry in entries[cut:]:
        whole.apply(entry)
        resumed.apply(msgspec.json.decode(msgspec.json.encode(entry), type=e.LogEntry))
    assert resumed.snapshot(0) == whole.snapshot(0)


@given(ENTRIES)
def test_a_change_names_the_camera(entries: list[e.LogEntry]) -> None:
    picture = Picture()
    for entry in entries:
        assert picture.apply(entry).cameras == {entry.event.camera}  # type: ignore[union-attr]


def test_who_sees_and_who_turns_is_known_until_it_ends() -> None:
    picture = Picture()
    picture.apply(e.LogEntry(1, 10.0, "ann", e.CameraOpened("C1", "fight")))
    picture.apply(e.LogEntry(2, 11.0, "ann", e.PtzTaken("C1", Role.DUTY_OFFICER)))
    assert picture.viewings == {1: Viewing("C1", "ann", 10.0)}
    assert picture.locks == {"C1": PtzLock("ann", Role.DUTY_OFFICER, 11.0)}
    picture.apply(e.LogEntry(3, 12.0, "center", e.PtzReleased("C1")))
    picture.apply(e.LogEntry(4, 13.0, "ann", e.CameraClosed("C1", 1, e.CloseReason.CLOSED, 3.0)))
    assert (picture.viewings, picture.locks) == ({}, {})


def test_a_preset_that_is_not_known_cannot_be_forgotten() -> None:
    with pytest.raises(Inconsistent):
        Picture().apply(e.LogEntry(1, 10.0, "ann", e.PresetDeleted("C1", "Gate")))
