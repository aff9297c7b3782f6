"""The video wall: tiles that paint what the players decode."""
