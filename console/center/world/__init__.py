"""The demo city: its streets, what stands in it, who drives through it and what happens there, all from a seed.

``demo.DemoWorld`` is the door; the rest does not know the center. Inside, places are metres on a flat sheet
(``plane``); degrees appear only where something leaves.
"""
