"""What can be reckoned from what is known; pure functions."""
