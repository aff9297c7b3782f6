import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from console.domain.alarms import Priority
from console.domain.errors import ProblemType
from console.settings import Tour, Touring
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.tours import Tours
from console.viewmodels.zooming import WHOLE_PICTURE
from tests.fake_players import FakeCenter, FakePlayers, FakeTime

pytestmark = pytest.mark.anyio

TOUR = Tour("Night round", ["a", "b", "c", "d"], dwell_s=10)


class Round:
    """Tours on a wall whose time passes by hand; cameras named ``dark…`` never show a picture."""

    def __init__(self, wall: VideoWall, players: FakePlayers, center: FakeCenter, time: FakeTime) -> None:
        self.wall, self.players, self.center, self.time = wall, players, center, time
        self.refused: dict[str, str] = {}
        self.tours = Tours(lambda camera: self.refused.get(camera, ""))
        self.gaps = 0
        """How often a tile with a tour showed no live picture."""

    async def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 4)):
            self.time.seconds += 0.25
            for player in self.players.running:
                if "dark" not in player.address:
                    player.show()
            self.wall.look()
            self.tours.look()
            self.gaps += any(t.state is not TileState.LIVE for t in self.wall.tiles if t.tour and t.tour.step)
            for _turn in range(3):
                await asyncio.sleep(0)


@pytest.fixture
async def round_(wall: VideoWall, players: FakePlayers, center: FakeCenter, time: FakeTime) -> AsyncIterator[Round]:
    made = Round(wall, players, center, time)
    yield made
    made.tours.shut()


async def test_each_camera_stands_for_its_time_and_no_gap_is_seen_between_them(round_: Round) -> None:
    tile = round_.wall.tiles[2]
    assert round_.tours.play(TOUR, round_.wall, [tile])
    seen = []
    for _ in range(5):
        await round_.run(10)
        seen.append(tile.camera)
    assert seen == ["a", "b", "c", "d", "a"]
    assert round_.gaps == 0
    assert len(round_.players.running) <= 2
    assert tile.tour is not None
    assert (tile.tour.name, tile.tour.step, tile.tour.steps) == ("Night round", 1, 4)
    assert (tile.code, tile.place) == ("a", "place of a")


async def test_a_camera_without_consent_is_never_asked_for_and_the_tile_says_why(round_: Round) -> None:
    round_.refused = {"b": "its owner has not agreed"}
    tile = round_.wall.tiles[0]
    round_.tours.play(TOUR, round_.wall, [tile])
    await round_.run(12)
    assert tile.camera == "c"
    assert "b" not in [camera for camera, _reason in round_.center.asked]
    assert tile.tour is not None
    assert tile.tour.note == "b left out: its owner has not agreed"


async def test_a_camera_without_a_picture_is_left_out_while_the_old_one_still_plays(round_: Round) -> None:
    tile = round_.wall.tiles[0]
    round_.tours.play(Tour("t", ["a", "dark", "c"]), round_.wall, [tile])
    await round_.run(25)
    assert tile.camera == "c"
    assert tile.tour is not None
    assert tile.tour.note == "dark left out: it shows no picture"
    assert round_.gaps == 0


async def test_a_center_that_refuses_all_is_not_asked_without_end(round_: Round) -> None:
    round_.center.refuse(ProblemType.NO_CONSENT)
    round_.tours.play(TOUR, round_.wall, [round_.wall.tiles[0]])
    await round_.run(60)
    assert len(round_.center.asked) <= 6 * len(TOUR.cameras)


@pytest.mark.parametrize("why", ["hover", "focus", "alarm", "zoom", "maximised", "hand"])
async def test_it_waits_while_it_is_looked_at_and_goes_on_afterwards(round_: Round, why: str) -> None:
    wall, tile = round_.wall, round_.wall.tiles[1]
    play = round_.tours.play(TOUR, wall, [tile])
    assert play is not None
    await round_.run(5)

    def look(is_looked_at: bool) -> None:
        match why:
            case "hover":
                round_.tours.hover(tile, is_over=is_looked_at)
            case "focus":
                wall.focus(1 if is_looked_at else 0)
            case "alarm":
                wall.mark_alarms({"a": Priority.P2} if is_looked_at else {})
            case "zoom":
                wall.zoom(1, WHOLE_PICTURE.by(2) if is_looked_at else WHOLE_PICTURE)
            case "maximised":
                wall.maximise(1 if is_looked_at else None)
            case "hand":
                play.is_held = is_looked_at

    look(True)
    await round_.run(30)
    assert tile.camera == "a"
    assert tile.tour is not None
    assert tile.tour.is_paused
    look(False)
    await round_.run(10)
    assert tile.camera == "b"


async def test_the_focus_it_was_started_with_does_not_hold_it(round_: Round) -> None:
    tile = round_.wall.focused_tile
    round_.tours.play(TOUR, round_.wall, [tile])
    await round_.run(12)
    assert tile.camera == "b"


async def test_next_and_previous_go_by_hand(round_: Round) -> None:
    tile = round_.wall.tiles[0]
    play = round_.tours.play(TOUR, round_.wall, [tile])
    assert play is not None
    await round_.run(1)
    seen = [tile.camera]
    for go in (play.next, play.next, play.previous, play.previous):
        go()
        await round_.run(1)
        seen.append(tile.camera)
    assert seen == ["a", "b", "c", "b", "a"]


async def test_over_the_wall_it_shows_as_many_as_there_are_tiles_and_leaves_pinned_ones_alone(round_: Round) -> None:
    wall = round_.wall
    wall.use_layout("4")
    wall.open("mine")
    wall.pin(0, is_pinned=True)
    tour = Tour("t", [f"cam-{n}" for n in range(6)], dwell_s=10)
    assert round_.tours.play(tour, wall)
    await round_.run(5)
    assert wall.cameras == ["mine", "cam-0", "cam-1", "cam-2"]
    await round_.run(10)
    assert wall.cameras == ["mine", "cam-3", "cam-4", "cam-5"]


async def test_a_camera_that_stands_elsewhere_on_the_wall_is_not_shown_twice(round_: Round) -> None:
    round_.wall.put("b", 5)
    round_.tours.play(TOUR, round_.wall, [round_.wall.tiles[0]])
    await round_.run(12)
    assert round_.wall.cameras[0] == "c"


async def test_it_ends_where_the_operator_puts_something_else_or_pins_it(round_: Round) -> None:
    wall = round_.wall
    round_.tours.play(TOUR, wall, [wall.tiles[0], wall.tiles[1]])
    await round_.run(1)
    wall.put("mine", 0)
    await round_.run(1)
    assert wall.tiles[0].tour is None
    assert wall.tiles[1].tour is not None
    wall.pin(1, is_pinned=True)
    await round_.run(1)
    assert round_.tours.plays == ()


async def test_a_tour_goes_with_its_tile_when_tiles_change_places(round_: Round) -> None:
    wall = round_.wall
    round_.tours.play(TOUR, wall, [wall.tiles[0]])
    await round_.run(1)
    wall.swap(0, 3)
    await round_.run(10)
    assert (wall.cameras[0], wall.cameras[3]) == ("", "b")


async def test_stopping_leaves_the_picture_and_one_stream(round_: Round) -> None:
    tile = round_.wall.tiles[0]
    round_.tours.play(TOUR, round_.wall, [tile])
    await round_.run(9)
    round_.tours.stop(tile)
    await round_.run(20)
    assert (tile.camera, tile.tour) == ("a", None)
    assert len(round_.players.running) == 1


async def test_a_picture_opened_in_advance_and_not_wanted_any_more_is_given_back(
    round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    tile = round_.wall.tiles[0]
    round_.tours.play(TOUR, round_.wall, [tile])
    await round_.run(6)
    closing = replace(round_.wall.around, close=lambda opening: closed.append(opening.camera))
    monkeypatch.setattr(round_.wall, "around", closing)
    await round_.run(3)
    round_.tours.stop(tile)
    assert closed == ["b"]


async def test_nothing_is_played_without_cameras_or_without_a_tile(round_: Round) -> None:
    wall = round_.wall
    assert round_.tours.play(Tour("t", []), wall, [wall.tiles[0]]) is None
    wall.open("a")
    wall.pin(0, is_pinned=True)
    assert round_.tours.play(TOUR, wall, [wall.tiles[0]]) is None


async def test_a_tour_goes_on_after_a_restart_where_it_was(round_: Round) -> None:
    tours, wall = round_.tours, round_.wall
    tours.restore([TOUR])
    tours.play(TOUR, wall, [wall.tiles[2]])
    await round_.run(13)
    assert wall.tiles[2].camera == "b"
    kept = tours.kept([wall])
    assert [(one.tour, one.wall, one.tiles, one.at) for one in kept] == [("Night round", 0, [2], 1)]
    tours.shut()

    tours.go_on(kept, [wall])
    await round_.run(3)
    assert wall.tiles[2].camera == "b"  # the rest of its time
    await round_.run(7)
    assert wall.tiles[2].camera == "c"
    assert round_.gaps == 0


async def test_a_tour_that_was_held_is_held_again(round_: Round) -> None:
    tours, wall = round_.tours, round_.wall
    tours.restore([TOUR])
    play = tours.play(TOUR, wall, [wall.tiles[2]])
    assert play is not None
    await round_.run(3)
    play.is_held = True
    kept = tours.kept([wall])
    tours.shut()
    tours.go_on(kept, [wall])
    await round_.run(30)
    assert wall.tiles[2].camera == "a"


async def test_what_is_not_there_any_more_does_not_play_again(round_: Round) -> None:
    tours, wall = round_.tours, round_.wall
    wall.restore(["a", "x", "c"])
    tours.restore([TOUR])
    for kept in (
        Touring("Deleted", 0, [0]),
        Touring("Night round", 7, [0]),
        Touring("Night round", 0, [99]),
        Touring("Night round", 0, [1], 1),
    ):
        tours.go_on([kept], [wall])
        assert tours.plays == ()
    tours.go_on([Touring("Night round", 0, [0], 57, 9.0)], [wall])  # the tour has become shorter
    assert len(tours.plays) == 1
