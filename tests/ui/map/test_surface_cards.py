"""The cards of hot spots and coverage gaps: they come with their layers, can be asked back, and save what they list."""

from pathlib import Path

from console.viewmodels import coverage_gaps
from tests.console.viewmodels.test_surfaces import record
from tests.ui.map.test_pane import PAINTED_MS, Bench, bench as bench
from ui.map.card_link import CardLink


def test_a_card_comes_with_its_layer_and_can_be_asked_back(bench: Bench) -> None:
    link = next(link for link in bench.pane.panel.findChildren(CardLink) if link._layer == coverage_gaps.LAYER)
    assert link.isHidden()
    bench.layers.set_layer_visible(coverage_gaps.LAYER, True)
    assert bench.pane.gaps.isVisible()
    assert not link.isHidden()
    assert link.text() == "Coverage gaps: the list…"
    bench.pane.gaps.hide()
    link.click()
    assert bench.pane.gaps.isVisible()
    bench.layers.set_layer_visible(coverage_gaps.LAYER, False)
    assert bench.pane.gaps.isHidden()


def test_the_list_of_gaps_is_saved_or_the_reason_is_told(bench: Bench, tmp_path: Path) -> None:
    bench.layers.set_layer_visible(coverage_gaps.LAYER, True)
    bench.map.take_record(record())
    bench.qtbot.waitUntil(lambda: bool(bench.map.gaps.gaps), timeout=PAINTED_MS)
    said: list[str] = []
    bench.pane.gaps.saved.connect(said.append)
    bench.pane.gaps.not_saved.connect(said.append)
    bench.pane.gaps.save(tmp_path / "gaps.csv")
    bench.pane.gaps.save(tmp_path / "none" / "gaps.csv")
    assert len((tmp_path / "gaps.csv").read_bytes().splitlines()) == 1 + len(bench.map.gaps.gaps)
    assert "was saved as" in said[0]
    assert "there is no such folder" in said[1]
