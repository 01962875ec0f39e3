"""Watchlist files from disk, or the starter list that ships with the package."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from processors.watchlist import parse_watchlists
from processors.watchlist_index import CompiledWatchlist
from schemas.errors import Invalid


def load_starter() -> CompiledWatchlist:
    """The starter list: states, organisations and leaders."""
    return parse_watchlists(starter_files())


def load_watchlists(paths: Sequence[Path]) -> CompiledWatchlist:
    """The watchlists at these paths (a folder means its `*.yaml`), combined; the starter list when there are none.

    Raises `Invalid` with code `watchlist.invalid` for a file that cannot be read, parsed or combined.
    """
    return parse_watchlists(read_files(paths)) if paths else load_starter()


def starter_files() -> list[tuple[str, bytes]]:
    """The starter list's files as (name, content), by name."""
    folder = resources.files("deploy.watchlists")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return [(file.name, file.read_bytes()) for file in files]


def read_files(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Files as (path, content), folders opened one level deep."""
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    if not files:
        raise Invalid("watchlist.invalid", f"no *.yaml in {', '.join(map(str, paths))}")
    try:
        return [(str(file), file.read_bytes()) for file in files]
    except OSError as error:
        raise Invalid("watchlist.invalid", f"{error.filename}: {error.strerror}") from error
