"""Text in, events out: pure and deterministic; no broker, no index, no clock, no environment."""
