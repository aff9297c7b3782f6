"""Questions to the operator; always opened, never executed."""
