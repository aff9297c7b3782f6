"""The patrol board."""
