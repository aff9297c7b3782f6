"""The map page: made by folium, with everything it loads coming through our own scheme, under a strict policy.

folium names addresses of content networks in lists that all maps share; ``KuzetMap`` has lists of its own. Importing
folium takes a second, so the finished page is kept in the cache and folium is imported only when it must be made anew.
"""

import base64
import hashlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from console import paths
from console.kept import kept, stamps
from console.mapping.point_tiles import CITY_ZOOM, FIRST_ZOOM, LAST_ZOOM

if TYPE_CHECKING:
    import folium

HOME = (43.238, 76.915)
"""Latitude and longitude of the middle of the built-up city; the page goes to its true home once it knows its size."""

_END = b"</html>"
"""Last bytes of a page that was kept as a whole."""

_INLINE = {
    "script": re.compile(r"<script>(.*?)</script>", re.DOTALL),
    "style": re.compile(r"<style>(.*?)</style>", re.DOTALL),
}


def page(cache: Path | None = None) -> bytes:
    """The page as UTF-8 HTML, from the folder ``cache`` (default: the user's) where it is there and whole."""
    made_of = stamps([Path(__file__), *map(_installed, ("folium", "branca"))])
    return kept(cache or paths.cache() / "map", "page.html", made_of, _END, lambda: build().encode())


def _installed(module: str) -> Path:
    """The file that a module is loaded from, without loading it."""
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin)


def build() -> str:
    """The page made anew (imports folium). Addresses in it are relative to the page's own."""
    import folium
    from branca.element import Element, Figure

    class KuzetMap(folium.Map):
        """A folium map that loads nothing from outside and has a name that stays the same."""

        default_js = [("leaflet", "leaflet/leaflet.js"), ("qwebchannel", "qwebchannel.js")]  # noqa: RUF012
        default_css = [("leaflet_css", "leaflet/leaflet.css"), ("map", "map.css")]  # noqa: RUF012

        def get_name(self) -> str:
            return "kuzet_map"

    shown = KuzetMap(
        location=HOME,
        tiles=None,
        zoom_start=CITY_ZOOM,
        zoom_control=False,
        attribution_control=False,
        minZoom=FIRST_ZOOM,
        maxZoom=LAST_ZOOM,
        wheel_px_per_zoom_level=100,
        fade_animation=False,
        bounce_at_zoom_limits=False,
    )
    root = shown.get_root()
    assert isinstance(root, Figure)
    root.title = "Kuzet"
    root.header.add_child(Element(_early(KuzetMap)), name="early")
    root.html.add_child(Element('<script type="module" src="map.js"></script>'), name="start")
    html = root.render()
    return html.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{_policy(html)}">', 1)


def _early(shown: "type[folium.Map]") -> str:
    """Fetches all at once: where a page tells its policy itself, the browser does not look ahead for what it needs."""
    links = [f'<link rel="preload" as="script" href="{address}">' for _name, address in shown.default_js]
    links += [f'<link rel="preload" as="style" href="{address}">' for _name, address in shown.default_css]
    links.append('<link rel="modulepreload" href="map.js">')
    links.append('<link rel="preload" as="fetch" href="city.json" crossorigin>')
    return "".join(links)


def _policy(html: str) -> str:
    """Only what our scheme serves, and of inline scripts and styles only those that folium wrote."""
    allowed = {
        tag: " ".join(f"'sha256-{_digest(text)}'" for text in pattern.findall(html)) for tag, pattern in _INLINE.items()
    }
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'self'; img-src 'self' data:; "
        f"script-src 'self' {allowed['script']}; style-src 'self' {allowed['style']}"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
