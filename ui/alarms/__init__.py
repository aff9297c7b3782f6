"""The alarm queue on screen, and the sound of it."""
