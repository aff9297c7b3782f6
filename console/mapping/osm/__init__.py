"""Offline vector base maps made of OpenStreetMap extracts: what ``python main.py import-map`` does.

``reading`` takes objects out of an extract, ``classes`` says what each is in the tiles' schema, ``spool`` keeps them on
disk by the part of the map they lie in, ``cutting`` makes tiles of such a part, ``target`` is the MBTiles file they go
into, ``program`` is the run as a person sees it.
"""
