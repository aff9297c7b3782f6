"""The incident card."""
