"""Errors with stable codes. A code stands in dead letters, logs, metrics and docs/errors.md, and is never reused."""

from typing import Final

ERRORS: Final[dict[str, str]] = {
    "article.undecodable": "The record is not UTF-8 JSON with an object at its top.",
    "article.invalid": "The record is JSON but not an ninjs article: a field is missing or has the wrong type.",
    "article.naive-time": "versionCreated (or another time) has no UTC offset; an offset is never guessed.",
    "article.empty": "The article has neither a headline nor a body.",
    "article.too-large": "The article has more text than the limit (512 kB).",
    "article.conflict": "Two different texts claim the same uri, version and versionCreated.",
    "article.dateline-disagrees": "The dateline names another day than versionCreated.",
    "detect.poison": "The detector failed on this one article, also when it was tried alone.",
    "result.invalid": "A record on wire.events is not an article result of this version.",
    "index.rejected": "Elasticsearch refused the document for good (400).",
    "indexed.invalid": "A record on wire.indexed is not a list of indexed ids.",
    "dead-letter.invalid": "A record on wire.dead-letters lacks its headers.",
    "dead-letters.flood": "More records were dead-lettered in a short time than the limit allows; the worker stopped.",
    "watchlist.invalid": "A watchlist file does not parse, or breaks its schema.",
    "rules.invalid": "A file of detection rules does not parse, or breaks its schema.",
    "topics.missing": "A topic the worker needs does not exist; run `wirewatch setup`.",
    "topics.invalid": "topics.yaml does not parse, or breaks its schema.",
    "kafka.unreachable": "No Kafka broker answered in time.",
    "kafka.rejected": "The broker refused a record or a request for good.",
    "elasticsearch.unreachable": "Elasticsearch did not answer, or answered that it is busy.",
    "elasticsearch.refused": "Elasticsearch refused the credentials or the alias is missing (401, 403, 404).",
    "settings.invalid": "A setting does not parse or contradicts another.",
    "stack.failed": "The local broker or Elasticsearch did not start.",
}


class WireError(Exception):
    """A failure with a stable code from ERRORS and a message for people (no secrets in it)."""

    def __init__(self, code: str, message: str) -> None:
        if code not in ERRORS:
            raise ValueError(f"unknown error code {code!r}")
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type["WireError"], tuple[str, str]]:
        # Errors travel from pool processes to the agents.
        return (type(self), (self.code, self.message))


class Invalid(WireError):
    """The input can never be processed: dead letter, no retry."""


class Transient(WireError):
    """The world may mend itself: retry, and let the partition wait."""


class Skip(WireError):
    """The input is fine but not for us: counted, not kept."""
