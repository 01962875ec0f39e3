"""Watchlist files in, a compiled watchlist out.

YAML is read as a tree of nodes in which every scalar stays a string: a date stays "2008-02-17", Norway's code `NO`
does not become false, no tag can build anything, and every error can name its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import msgspec
import yaml

from processors.watchlist_index import CompiledWatchlist, first_day, index_actors, last_day
from processors.yaml_nodes import compose
from schemas.errors import Invalid
from schemas.watchlist import WatchedActor, Watchlist

_PATH = re.compile(r"`\$([^`]*)`$")
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "null", "bool", "int", "float", "timestamp", "seq", "map")
)


def invalid_watchlist(name: str, line: int | None, message: str) -> Invalid:
    """The error of a watchlist that cannot be used: the file, the line and the place in the document."""
    return Invalid("watchlist.invalid", f"{name}:{line}: {message}" if line else f"{name}: {message}")


def parse_watchlists(files: Iterable[tuple[str, bytes]]) -> CompiledWatchlist:
    """Combine watchlist files, given as (name, content), into one.

    Raises `Invalid` (code `watchlist.invalid`) for YAML that cannot be read, for a document that does
    not follow `schemas.watchlist`, for a date that no calendar has and for an id given twice.
    """
    actors: list[WatchedActor] = []
    versions: list[str] = []
    origin: dict[str, str] = {}
    for name, content in files:
        watchlist, root = _read(name, content)
        versions.append(watchlist.version)
        for position, actor in enumerate(watchlist.actors):
            path = f".actors[{position}]"
            if actor.id in origin:
                raise invalid_watchlist(
                    name, _line(root, path), f"id {actor.id} is already given by {origin[actor.id]} - at `${path}`"
                )
            origin[actor.id] = name
            _check_dates(name, root, path, actor)
            actors.append(actor)
    version = "+".join(dict.fromkeys(versions))
    return index_actors(tuple(actors), version=version, digest=_digest(actors))


def _read(name: str, content: bytes) -> tuple[Watchlist, yaml.Node]:
    try:
        root = compose(content)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise invalid_watchlist(name, line, f"not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise invalid_watchlist(name, None, f"not YAML: {error}") from error
    if root is None:
        raise invalid_watchlist(name, None, "the file is empty")
    try:
        return msgspec.convert(_plain(name, root, set()), Watchlist), root
    except msgspec.ValidationError as error:
        found = _PATH.search(str(error))
        raise invalid_watchlist(name, _line(root, found[1] if found else ""), str(error)) from error


def _plain(name: str, node: yaml.Node, seen: set[int]) -> Any:
    """Mappings, lists and strings from a node; empty values are None. Anchors are refused: they nest without end."""
    if id(node) in seen:
        raise invalid_watchlist(name, node.start_mark.line + 1, "anchors and references are not allowed")
    seen.add(id(node))
    if node.tag not in _PLAIN_TAGS:
        raise invalid_watchlist(name, node.start_mark.line + 1, f"tag {node.tag} is not allowed")
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(name, item, seen) for item in node.value]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        field = _plain(name, key, seen)
        if not isinstance(field, str) or field in mapping:
            raise invalid_watchlist(name, key.start_mark.line + 1, f"field {field!r} is given twice or has no name")
        mapping[field] = _plain(name, value, seen)
    return mapping


def _line(root: yaml.Node, path: str) -> int | None:
    """The line (from 1) of the node at a msgspec path such as `.actors[3].roles[0].of`, or of its nearest parent."""
    node = root
    for field, index in _STEP.findall(path):
        if field and isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if key.value == field), None)
        elif index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
            child = node.value[int(index)]
        else:
            child = None
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _check_dates(name: str, root: yaml.Node, path: str, actor: WatchedActor) -> None:
    for position, role in enumerate(actor.roles):
        for field, value, widen in (("from", role.since, first_day), ("to", role.until, last_day)):
            try:
                widen(value)
            except ValueError as error:
                where = f"{path}.roles[{position}].{field}"
                raise invalid_watchlist(
                    name, _line(root, where), f"{value} is no date: {error} - at `${where}`"
                ) from error


def _digest(actors: list[WatchedActor]) -> str:
    """SHA-256 over the actors in order of id: comments, layout and the split into files do not change it."""
    content = msgspec.json.encode(sorted(actors, key=lambda actor: actor.id))
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
