"""Alerts: a saved search that tells people, once, in time, and can be answered (docs/alerts.md)."""
