"""Exports the structs as JSON Schema (2020-12). `make schemas` writes the files; a test keeps them equal.

A file is for those who produce or read the topics without this package.
"""

import json
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.alert import AlertDocument
from schemas.alert_rule import RuleFile
from schemas.article import Article
from schemas.article_result import ArticleResult
from schemas.dead_letter import DeadLetter
from schemas.indexed import Indexed
from schemas.watchlist import Watchlist

EXPORTED: Final[dict[str, type[msgspec.Struct]]] = {
    "article.v1": Article,
    "article-result.v1": ArticleResult,
    "indexed.v1": Indexed,
    "dead-letter.v1": DeadLetter,
    "watchlist.v1": Watchlist,
    "alert.v1": AlertDocument,
    "alert-rules.v1": RuleFile,
}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one record type."""
    schema = msgspec.json.schema(EXPORTED[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **schema}


def rendered(name: str) -> str:
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write schemas/json/*.schema.json beside this module."""
    folder = Path(str(resources.files("schemas"))) / "json"
    folder.mkdir(exist_ok=True)
    for name in EXPORTED:
        (folder / f"{name}.schema.json").write_text(rendered(name), encoding="utf-8")


if __name__ == "__main__":
    main()
