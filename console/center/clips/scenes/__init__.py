"""The demo city's scenes, each drawn by code of its own."""
