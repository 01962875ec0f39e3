"""The closed word lists of articles and events (see docs/vocabulary.md for their CAMEO and PLOVER codes)."""

from typing import Literal

EventType = Literal["meeting", "recognition"]

MeetingStatus = Literal[
    "held",
    "ongoing",
    "scheduled",
    "proposed",
    "possible",
    "not_planned",
    "denied",
    "refused",
    "cancelled",
    "postponed",
    "ended",
]

Stance = Literal[
    "granted",
    "recognises",
    "intends",
    "considers",
    "urged",
    "sought",
    "refuses",
    "withdrawn",
    "denied",
]

MeetingFormat = Literal["meeting", "talks", "conversation", "visit", "call", "summit", "negotiation", "mediation"]

MeetingFlag = Literal["brief", "bilateral", "closed", "sidelines"]

ObjectKind = Literal["state", "independence", "government", "leader", "sovereignty", "border", "capital", "territory"]

ParticipantRole = Literal["participant", "visitor", "host", "mediator"]

ActorKind = Literal["person", "state", "government", "igo", "party", "armed_group", "org"]

ResolvedBy = Literal["alias", "surname", "role", "pronoun", "quote", "ner"]

ResponseKind = Literal["confirms", "denies", "no_comment", "silent", "not_ruled_out"]

Claim = Literal["asserted", "claimed", "confirmed", "disputed"]

CountQualifier = Literal["exact", "more_than", "at_least", "less_than", "about"]

TimePrecision = Literal["day", "month", "year", "unknown"]

TimeBasis = Literal["explicit", "relative", "dateline", "none"]

PubStatus = Literal["usable", "withheld", "canceled"]

RevisionKind = Literal["new", "update", "correction", "refile", "repeat", "withheld", "kill", "advisory"]
