"""Generations: complete sets of articles and events, each made by one detector; one stands behind the aliases."""
