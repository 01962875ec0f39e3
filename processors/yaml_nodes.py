"""YAML files of users as trees of nodes: every scalar stays text, no tag builds anything, depth is bounded."""

from typing import Any, Final

import yaml

MAX_DEPTH: Final = 60
"""No file that a person writes nests deeper, and Elasticsearch takes no more than 30 levels of bool in a query."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(content: bytes) -> yaml.Node | None:
    """The root of a file's nodes; None for an empty file.

    Raises yaml.YAMLError or UnicodeDecodeError for what is not YAML or nests deeper than `MAX_DEPTH`. libyaml composes
    by recursion in C, where nesting without end ends the process: its events are seen first.
    """
    depth = 0
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            mark: Any = event.start_mark  # the stubs know libyaml's marks in events alone
            raise yaml.MarkedYAMLError(problem=f"nested more than {MAX_DEPTH} levels deep", problem_mark=mark)
    root: yaml.Node | None = yaml.compose(content, Loader=_Loader)
    return root
