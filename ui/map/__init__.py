"""The map pane: the web page that draws the map, its scheme, its toolbar."""
