"""The one owner of what is known."""
