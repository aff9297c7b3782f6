from itertools import product
from math import dist
from random import Random

from console.domain.schematic import RoadClass, Street
from console.domain.text import LocalText
from console.insight.routes import Route, find_route
from console.insight.streets import Spot, StreetGraph


def street(name: str, *line: tuple[float, float], speed: int = 60) -> Street:
    return Street(name, LocalText(name, name, name), RoadClass.ARTERIAL, speed, list(line))


def chessboard(size: int = 5) -> StreetGraph:
    at = [(76.9 + i / 500, 43.2 + i / 500) for i in range(size)]
    rows = [street(f"r{j}", *((at[i][0], at[j][1]) for i in range(size))) for j in range(size)]
    columns = [street(f"c{i}", *((at[i][0], at[j][1]) for j in range(size))) for i in range(size)]
    return StreetGraph([*rows, *columns])


def some_spot(graph: StreetGraph, lots: Random) -> Spot:
    edge = lots.choice([edge for edge in graph.edges if graph.main[edge.a]])
    return Spot(edge.index, lots.uniform(0, edge.length))


def test_streets_that_share_a_point_cross_there() -> None:
    graph = chessboard()
    assert len(graph.xs) == 25
    assert len(graph.edges) == 40
    assert sorted(len(ways) for ways in graph.ways) == [2] * 4 + [3] * 12 + [4] * 9


def test_the_city_hangs_together(graph: StreetGraph) -> None:
    assert sum(graph.main) > 0.95 * len(graph.main)


def test_the_nearest_stretch_is_the_nearest_of_all(graph: StreetGraph) -> None:
    lots = Random(1)
    places = [(lots.uniform(-12000, 9000), lots.uniform(-7000, 11000)) for _ in range(25)]
    drivable = [edge for edge in graph.edges if graph.main[edge.a]]
    for x, y in places:
        spot = graph.nearest(x, y)
        assert abs(dist(graph.place(spot), (x, y)) - spot.off) < 1e-6
        steps = (edge.at(edge.length * i / 40) for edge, i in product(drivable, range(41)))
        assert spot.off <= min(dist(place, (x, y)) for place in steps) + 1e-6


def test_a_route_leads_from_start_to_goal_without_a_gap(graph: StreetGraph) -> None:
    lots = Random(2)
    for _ in range(100):
        start, goal = some_spot(graph, lots), some_spot(graph, lots)
        route = find_route(graph, start, goal)
        assert route is not None
        assert dist((route.xs[0], route.ys[0]), graph.place(start)) < 0.01
        assert dist((route.xs[-1], route.ys[-1]), graph.place(goal)) < 0.01
        assert route.length >= dist(graph.place(start), graph.place(goal)) - 0.01
        for part in (0.2, 0.5, 0.9):
            x, y, _ = route.at(part * route.length)
            assert dist(graph.place(route.spot(part * route.length)), (x, y)) < 0.05


def test_a_route_over_a_chessboard_is_as_short_as_can_be() -> None:
    graph, lots = chessboard(), Random(3)
    for _ in range(50):
        start, goal = lots.randrange(25), lots.randrange(25)
        route = find_route(graph, at_node(graph, start), at_node(graph, goal))
        straight = abs(graph.xs[start] - graph.xs[goal]) + abs(graph.ys[start] - graph.ys[goal])
        assert (0.0 if route is None else route.length) - straight < 0.01


def at_node(graph: StreetGraph, node: int) -> Spot:
    edge = graph.ways[node][0]
    return Spot(edge.index, 0.0 if edge.a == node else edge.length)


def test_a_quick_detour_beats_a_slow_straight_way() -> None:
    before, a, b, after, c = (76.899, 43.2), (76.9, 43.2), (76.91, 43.2), (76.911, 43.2), (76.905, 43.202)
    graph = StreetGraph(
        [street("slow", before, a, b, after, speed=20), street("quick", a, c, b, speed=80)],
    )
    first, last = (edge.index for edge in graph.edges if edge.length < 100)
    route = find_route(graph, Spot(first, 0.0), Spot(last, graph.edges[last].length))
    assert isinstance(route, Route)
    assert [graph.edges[edge].street for edge in route.edges] == ["slow", "quick", "quick", "slow"]


def test_there_is_no_way_to_where_one_is(graph: StreetGraph) -> None:
    assert find_route(graph, Spot(3, 20.0), Spot(3, 20.0)) is None


def test_there_is_no_way_between_parts_that_do_not_hang_together() -> None:
    graph = StreetGraph([street("a", (76.9, 43.2), (76.91, 43.2)), street("b", (76.9, 43.3), (76.91, 43.3))])
    assert find_route(graph, Spot(0, 1.0), Spot(1, 1.0)) is None
