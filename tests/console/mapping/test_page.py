import base64
import hashlib
import re
from pathlib import Path

import pytest

from console.mapping import page
from console.mapping.source import MapFiles


@pytest.fixture(scope="module")
def html() -> str:
    return page.build()


def test_everything_it_loads_is_its_own(html: str) -> None:
    assert "http:" not in html
    assert "https:" not in html
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert ":" not in address
        assert address == "qwebchannel.js" or MapFiles().file(address) is not None


def test_all_it_needs_is_fetched_at_once(html: str) -> None:
    early = set(re.findall(r'<link rel="(?:module)?preload"[^>]* href="([^"]+)"', html))
    loaded = set(re.findall(r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"', html))
    assert early == {*loaded, "city.json"}


def test_the_policy_allows_what_folium_wrote_inline_and_no_other(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src 'none'")
    for tag in ("script", "style"):
        for text in re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy[1]


def test_building_it_leaves_folium_as_it_was(html: str) -> None:
    import folium

    assert any("jquery" in name for name, _address in folium.Map.default_js)


def test_it_is_the_same_each_time_and_kept(html: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.build() == html
    assert page.page(tmp_path) == html.encode()
    monkeypatch.setattr(page, "build", lambda: pytest.fail("it was not kept"))
    assert page.page(tmp_path) == html.encode()
