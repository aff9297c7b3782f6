"""The map without Qt: the page, the schematic base and the tiles of points."""
