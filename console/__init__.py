"""Kuzet without widgets: domain, link, state, video, map data, view models and the embedded center."""
