"""Errors with stable codes. A code stands in dead letters, logs, metrics and docs/errors.md, and is never reused."""

from typing import Final, NamedTuple


class ErrorCode(NamedTuple):
    """What a code means, and what whoever meets it can do."""

    meaning: str
    remedy: str


ERRORS: Final[dict[str, ErrorCode]] = {
    "article.undecodable": ErrorCode(
        "The record is not UTF-8 JSON with an object at its top.",
        "Mend the feed. The bytes are in the dead letter; replay it after a fix upstream.",
    ),
    "article.invalid": ErrorCode(
        "The record is JSON but not an ninjs article: a field is missing or has the wrong type.",
        "The message names the field. Mend the feed, or map it to ninjs before Kafka.",
    ),
    "article.naive-time": ErrorCode(
        "versionCreated (or another time) has no UTC offset; an offset is never guessed.",
        "Send RFC 3339 times with an offset; for plain text give --version-created.",
    ),
    "article.empty": ErrorCode(
        "The article has neither a headline nor a body.",
        "Nothing to read: mend the feed, or send withdrawals with pubStatus canceled.",
    ),
    "article.too-large": ErrorCode(
        "The article has more text than the limit (512 kB).",
        "Split the item; nothing of this size is one wire story.",
    ),
    "article.conflict": ErrorCode(
        "Two different texts claim the same uri, version and versionCreated.",
        "The first text stands. Raise the version or versionCreated of the second.",
    ),
    "article.dateline-disagrees": ErrorCode(
        "The dateline names another day than versionCreated.",
        "Give the --version-created that belongs to the text.",
    ),
    "detect.poison": ErrorCode(
        "The detector failed on this one article, also when it was tried alone.",
        "Report the article with the message; replay the dead letter with a later detector.",
    ),
    "detector.unavailable": ErrorCode(
        "A detector process cannot be started.",
        "Nothing is lost: the partition waits. Look at the worker's log for why its processes die (memory, model).",
    ),
    "result.invalid": ErrorCode(
        "A record on wire.events is not an article result of this version.",
        "Something else wrote to the topic, or workers of different releases run: replay with `wirewatch replay`.",
    ),
    "index.rejected": ErrorCode(
        "Elasticsearch refused the document for good (400).",
        "The message says which field. Run `wirewatch setup` if the mapping is older than the worker.",
    ),
    "indexed.invalid": ErrorCode(
        "A record on wire.indexed is not a list of indexed ids.",
        "Something else wrote to the topic, or workers of different releases run.",
    ),
    "dead-letter.invalid": ErrorCode(
        "A record on wire.dead-letters lacks its headers.",
        "Something else wrote to the topic; the record is left as it is.",
    ),
    "dead-letters.flood": ErrorCode(
        "More records were dead-lettered in a short time than the limit allows; the worker stopped.",
        "Look at `wirewatch dead-letters list`: a flood is a bad deploy or a broken feed. Nothing was skipped.",
    ),
    "watchlist.invalid": ErrorCode(
        "A watchlist file does not parse, or breaks its schema.",
        "The message names file, line and field; `wirewatch watchlist lint` checks a file.",
    ),
    "rules.invalid": ErrorCode(
        "A file of detection rules does not parse, or breaks its schema.",
        "The message names file and rule.",
    ),
    "alert-rules.invalid": ErrorCode(
        "A file of alert rules does not parse, asks for a field that no document has, or breaks its schema.",
        "The message names file, line and column; `wirewatch rules lint` checks a file. Running rules stay.",
    ),
    "alert-rules.too-slow": ErrorCode(
        "The query of an alert rule takes longer than WIREWATCH_ELASTICSEARCH_TIMEOUT, while others are answered.",
        "The rule is set aside, fires nothing until it is changed or the worker starts again; every other rule runs.",
    ),
    "alert-rules.refused": ErrorCode(
        "Elasticsearch refused the query of an alert rule.",
        "The message has its reason; the rule fires nothing until its file is mended, every other rule runs.",
    ),
    "alert.rejected": ErrorCode(
        "Elasticsearch refused an alert document for good (400).",
        "The message says which field. Run `wirewatch setup` if the mapping is older than the worker.",
    ),
    "alert.unknown": ErrorCode(
        "There is no alert, mute or rule of this name.",
        "`wirewatch alerts list`, `wirewatch alerts mutes` and `wirewatch rules list` show what there is.",
    ),
    "generation.unknown": ErrorCode(
        "There is no generation of this name.",
        "`wirewatch generations list` shows what there is.",
    ),
    "generation.unfit": ErrorCode(
        "The generation is not in a state for this: a name that is taken or forbidden, incomplete, or current.",
        "The message says what is in the way; `wirewatch generations show NAME` says more.",
    ),
    "generation.busy": ErrorCode(
        "Another process works on the generation.",
        "Wait for it or stop it. One that was killed on another host is taken for dead after 90 s.",
    ),
    "generation.mismatch": ErrorCode(
        "The detector, its model, rules or watchlist are not those that the generation was begun with.",
        "Continue with the release and watchlist of its beginning, or begin a new generation.",
    ),
    "replay.gone": ErrorCode(
        "The broker has deleted records that the replay still had to read.",
        "Import the archive of that time (`wirewatch archive import`), or begin a replay of a later time.",
    ),
    "archive.invalid": ErrorCode(
        "The folder holds no archive, or one of a form that this release does not read.",
        "The message names the file. An export that was interrupted has no manifest: export again.",
    ),
    "archive.damaged": ErrorCode(
        "A file of an archive differs from what its manifest says; nothing of the archive was imported.",
        "The message names the file. Fetch it again from the backup; `wirewatch archive verify` checks all files.",
    ),
    "topics.missing": ErrorCode(
        "A topic the worker needs does not exist; run `wirewatch setup`.",
        "Run `wirewatch setup`.",
    ),
    "topics.unfit": ErrorCode(
        "The topic's settings would lose records of the archive, or their news time.",
        "The message names the setting. Import into a topic of its own: it is made as wire.articles is.",
    ),
    "topics.invalid": ErrorCode(
        "topics.yaml does not parse, or breaks its schema.",
        "The message names the topic and field.",
    ),
    "kafka.unreachable": ErrorCode(
        "No Kafka broker answered in time.",
        "Check WIREWATCH_KAFKA_*; locally: `wirewatch stack status`.",
    ),
    "kafka.rejected": ErrorCode(
        "The broker refused a record or a request for good.",
        "The message gives the broker's reason (size, authorisation).",
    ),
    "elasticsearch.unreachable": ErrorCode(
        "Elasticsearch did not answer, or answered that it is busy.",
        "Nothing is lost: the partition waits. Check WIREWATCH_ELASTICSEARCH_*.",
    ),
    "elasticsearch.refused": ErrorCode(
        "Elasticsearch refused the credentials or the alias is missing (401, 403, 404).",
        "Check the credentials' rights; run `wirewatch setup`. The partition waits.",
    ),
    "kibana.invalid": ErrorCode(
        "A source of the Kibana objects does not parse, or points to a field or an object that there is not.",
        "The message names the file and the field; `wirewatch kibana build` tries again.",
    ),
    "kibana.unreachable": ErrorCode(
        "Kibana did not answer, or answered that it is not ready.",
        "Check WIREWATCH_KIBANA_URL (with the space and base path in it, if any) and that Kibana is up.",
    ),
    "kibana.refused": ErrorCode(
        "Kibana refused the credentials, the request or an object.",
        "The message has Kibana's reason. Objects need Kibana 8.12 or newer and a user who may manage saved objects.",
    ),
    "settings.invalid": ErrorCode(
        "A setting does not parse or contradicts another.",
        "The message names the variable; `wirewatch settings` lists all.",
    ),
    "stack.failed": ErrorCode(
        "The local broker or Elasticsearch did not start.",
        "The message shows the server's last log lines; `wirewatch stack status` says where the log is.",
    ),
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
