"""From the store to what is drawn: one tick, table models, words."""
