"""An event: one meeting, or one stance on recognition, as one version of one article reports it.

All offsets count Unicode code points in the article's normalised body; a span with `in: headline` counts in the
headline. End offsets are exclusive.
"""

from typing import Annotated, Any, Literal

import msgspec

from schemas.vocabulary import (
    ActorKind,
    Claim,
    CountQualifier,
    MeetingFlag,
    MeetingFormat,
    MeetingStatus,
    ObjectKind,
    ParticipantRole,
    ResolvedBy,
    ResponseKind,
    Stance,
    TimeBasis,
    TimePrecision,
)

Offset = Annotated[int, msgspec.Meta(ge=0)]
Part = Literal["body", "headline"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What we write ourselves is read back strictly."""


class ActorMention(_Strict, frozen=True, kw_only=True):
    """Who: `text` as printed at [start, end), `name` as resolved ("he himself" -> "Hashim Thaci")."""

    name: str
    text: str
    start: Offset
    end: Offset
    part: Part = msgspec.field(name="in", default="body")
    id: str | None = None
    watched: bool = False
    resolved_by: ResolvedBy = "alias"

    def fields(self) -> dict[str, Any]:
        """What it says of who is mentioned and where, to be said again in another role."""
        return {name: getattr(self, name) for name in ActorMention.__struct_fields__}


class Actor(ActorMention, frozen=True, kw_only=True):
    kind: ActorKind | None = None


class Participant(Actor, frozen=True, kw_only=True):
    role: ParticipantRole = "participant"


class Attribution(Actor, frozen=True, kw_only=True):
    """Who says so. `cue` is the reporting word, `medium` where it was said (Twitter, a statement)."""

    cue: str | None = None
    medium: str | None = None
    by_participant: bool = False
    quoted: bool = False


class Response(ActorMention, frozen=True, kw_only=True):
    """What the other side says of it, in this article."""

    kind: ResponseKind


class Count(_Strict, frozen=True, kw_only=True):
    """How many recognise or refuse; `of` says what is counted (countries, un_members, eu_members)."""

    value: Offset
    qualifier: CountQualifier = "exact"
    of: str = "countries"


class Location(_Strict, frozen=True, kw_only=True):
    """WGS 84 degrees."""

    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Place(_Strict, frozen=True, kw_only=True):
    """Where. `country` is ISO 3166-1 alpha-2 (XK for Kosovo)."""

    name: str
    text: str
    start: Offset
    end: Offset
    part: Part = msgspec.field(name="in", default="body")
    country: str | None = None
    location: Location | None = None
    basis: Literal["explicit", "dateline"] = "explicit"


class Time(_Strict, frozen=True, kw_only=True):
    """When. `start` and `end` are ISO dates cut to the precision ("2018-11-11", "2018-11", "2018"), end inclusive."""

    start: str | None
    end: str | None
    precision: TimePrecision
    basis: TimeBasis
    text: str | None = None
    start_char: Offset | None = None
    end_char: Offset | None = None


class Trigger(_Strict, frozen=True, kw_only=True):
    text: str
    start: Offset
    end: Offset
    part: Part = msgspec.field(name="in", default="body")


class Sentence(_Strict, frozen=True, kw_only=True):
    text: str
    start: Offset
    end: Offset
    part: Part = msgspec.field(name="in", default="body")


class Codes(_Strict, frozen=True, kw_only=True):
    """CAMEO root or sub-code, PLOVER event type and mode (docs/vocabulary.md)."""

    cameo: str | None = None
    plover: str | None = None
    plover_mode: str | None = None


class _Event(_Strict, frozen=True, kw_only=True, tag_field="type"):
    id: str
    trigger: Trigger
    sentences: Annotated[list[Sentence], msgspec.Meta(min_length=1)]
    rule: str
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]
    place: Place | None = None
    time: Time | None = None
    background: bool = False
    attribution: list[Attribution] = []
    responses: list[Response] = []
    claim: Claim = "asserted"
    contested: bool = False
    codes: Codes = Codes()


class Meeting(_Event, frozen=True, kw_only=True, tag="meeting"):
    status: MeetingStatus
    format: MeetingFormat
    participants: list[Participant]
    flags: list[MeetingFlag] = []

    @property
    def action(self) -> str:
        """ECS event.action."""
        return f"meeting-{self.status.replace('_', '-')}"


class Recognition(_Event, frozen=True, kw_only=True, tag="recognition"):
    stance: Stance
    object: Actor
    object_kind: ObjectKind
    more_objects: list[Actor] = []
    recognisers: list[Actor] = []
    count: Count | None = None

    @property
    def action(self) -> str:
        """ECS event.action."""
        return f"recognition-{self.stance}"


Event = Meeting | Recognition


def event_type(event: Event) -> Literal["meeting", "recognition"]:
    return "meeting" if isinstance(event, Meeting) else "recognition"


def event_actors(event: Event) -> list[Actor]:
    """Everyone who takes part: participants, or objects and recognisers (not those who merely report)."""
    if isinstance(event, Meeting):
        return list(event.participants)
    return [event.object, *event.more_objects, *event.recognisers]
