"""Weights learned from labelled news, as data. Made by `python -m tests.gold.train_meetings`; nothing here is text."""
