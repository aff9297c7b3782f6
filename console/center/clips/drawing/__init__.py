"""The drawing kit of the demo city's video: a lens, a stage of lit surfaces, moving figures and the camera's finish."""
