"""The operator is told of what the map cannot show."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.app import Console
from console.domain.registry import Registry
from console.notices import Notice, Notices
from console.settings import Settings
from tests.console.viewmodels.test_map_tools import camera

pytestmark = pytest.mark.anyio


async def test_a_registry_with_swapped_numbers_is_told_until_a_sound_one_comes(qtbot: QtBot) -> None:
    notices, told = Notices(), dict[str, Notice | None]()
    notices.listen(lambda notice, key: told.__setitem__(key, notice))
    console = Console(Settings(), notices)
    good = camera(1, 76.93)
    swapped = replace(camera(2, 76.93), lon=43.22, lat=76.93)
    for revision, cameras in ((1, [good, swapped]), (2, [good])):
        console.store.enroll(Registry("almaty", revision, 0, cameras, [], [], [], []))
        with qtbot.waitSignal(console.map.layers.points_came, timeout=10_000):
            console.map.refresh(console.store.take())
        notice = told.get("map-astray-registry")
        if revision == 1:
            assert notice is not None
            assert notice.details == "C2"
        else:
            assert notice is None
    await console.stop()
