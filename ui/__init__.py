"""Widgets: they draw view models and emit commands; they know neither link nor store."""
