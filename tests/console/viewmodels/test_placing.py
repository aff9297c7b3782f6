from hypothesis import given, strategies as st

from console.domain.alarms import Priority
from console.viewmodels.layouts import LAYOUTS, grid, neighbours
from console.viewmodels.placing import Seat, place_for_new, places_beside


def full(count: int, **changed: Seat) -> list[Seat]:
    """Seats that were taken one after the other; ``changed`` by ``n3``-like names."""
    return [changed.get(f"n{n}", Seat(f"cam-{n}", used=n + 1)) for n in range(count)]


def test_a_free_tile_is_taken_before_any_other() -> None:
    assert place_for_new(full(4, n2=Seat())) == 2


def test_else_the_one_opened_longest_ago_that_is_not_looked_at() -> None:
    assert place_for_new(full(4, n0=Seat("cam-0", used=1, is_focused=True))) == 1


def test_a_pinned_tile_and_a_p1_are_never_taken() -> None:
    seats = full(3, n0=Seat("a", is_pinned=True), n1=Seat("b", alarm=Priority.P1))
    assert place_for_new(seats) == 2
    assert place_for_new([*seats[:2], Seat("c", is_focused=True)]) is None


def test_a_pinned_place_is_kept_even_while_it_is_empty() -> None:
    assert place_for_new([Seat(is_pinned=True), Seat("b"), Seat("c", used=2)]) == 1


def test_tours_go_before_cameras_and_lower_alarms_before_higher() -> None:
    assert place_for_new(full(3, n2=Seat("t", is_touring=True, used=9))) == 2
    seats = [Seat("a", alarm=Priority.P2, used=1), Seat("b", alarm=Priority.P4, used=9), Seat("c", is_focused=True)]
    assert place_for_new(seats) == 1


def test_on_a_wall_of_one_tile_the_focus_protects_nothing() -> None:
    assert place_for_new([Seat("a", is_focused=True)]) == 0
    assert place_for_new([Seat("a", is_focused=True, is_pinned=True)]) is None


def test_cameras_of_an_alarm_stand_beside_each_other_on_free_tiles() -> None:
    seats = full(9, n4=Seat(), n5=Seat(), n8=Seat())
    assert sorted(places_beside(grid(3, 3), seats, 3)) == [4, 5, 8]


def test_the_first_of_them_takes_the_large_tile_where_it_may_be_taken() -> None:
    cells = LAYOUTS["1+5"].lying
    assert places_beside(cells, full(6), 3)[0] == 0
    assert places_beside(cells, full(6, n0=Seat("a", is_pinned=True)), 3)[0] != 0


def test_they_stand_beside_those_that_are_there_already() -> None:
    places = places_beside(grid(4, 4), full(16), 2, anchors=[10])
    assert 10 not in places
    assert set(places) & set(neighbours(grid(4, 4))[10])


def test_few_places_are_all_that_is_given() -> None:
    seats = full(4, n0=Seat("a", is_pinned=True), n1=Seat("b", alarm=Priority.P1), n2=Seat("c", is_focused=True))
    assert places_beside(grid(2, 2), seats, 4) == [3]
    assert places_beside(grid(2, 2), seats, 0) == []


SEATS = st.builds(
    Seat,
    st.sampled_from(["", "cam"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, *Priority]),
    st.integers(0, 50),
)


@given(st.sampled_from(sorted(LAYOUTS)), st.data(), st.integers(0, 25))
def test_nothing_that_is_kept_is_ever_replaced(layout: str, data: st.DataObject, count: int) -> None:
    cells = LAYOUTS[layout].lying
    seats = data.draw(st.lists(SEATS, min_size=len(cells), max_size=len(cells)))
    places = places_beside(cells, seats, count)
    assert len(places) == len(set(places)) <= count
    for index in places:
        assert not seats[index].is_pinned
        assert not (seats[index].camera and seats[index].alarm is Priority.P1)
        assert len(seats) == 1 or not (seats[index].camera and seats[index].is_focused)
