"""Replay: yesterday's records through today's detector, into a generation of its own."""
