"""Measuring against hand-labelled passages, and training from them."""
