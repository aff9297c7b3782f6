"""How each kind of event changes the picture; ``Picture.apply`` calls the one that fits."""
