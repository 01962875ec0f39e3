"""A candidate: what a rule found in one parsed sentence, before its actors are resolved."""

from dataclasses import dataclass, field
from typing import Literal

from schemas.event import Count
from schemas.vocabulary import MeetingFlag, MeetingFormat, MeetingStatus, ObjectKind, ParticipantRole, Stance

SlotRole = ParticipantRole | Literal["recogniser", "object"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled by an actor: `head` is the syntactic head of the noun phrase at tokens [start, end).

    Coordinated phrases are already split: one slot for each conjunct.
    """

    head: int
    start: int
    end: int
    role: SlotRole


@dataclass(slots=True)
class MeetingCandidate:
    """`trigger` are tokens [start, end) of the shortest head phrase; `head` scopes status and source; `partner`: the
    other side is named by the trigger's own complements ("a meeting with Ana Roy")."""

    rule: str
    sentence: int
    trigger: tuple[int, int]
    head: int
    slots: list[Slot]
    status: MeetingStatus
    format: MeetingFormat
    flags: list[MeetingFlag] = field(default_factory=list)
    confidence: float = 1.0
    background: bool = False
    partner: bool = False
    why: list[str] = field(default_factory=list)
    """For `wirewatch explain`: each decision in words, in order."""


@dataclass(slots=True)
class RecognitionCandidate:
    rule: str
    sentence: int
    trigger: tuple[int, int]
    head: int
    recognisers: list[Slot]
    objects: list[Slot]
    stance: Stance
    object_kind: ObjectKind
    count: Count | None = None
    confidence: float = 1.0
    background: bool = False
    why: list[str] = field(default_factory=list)


Candidate = MeetingCandidate | RecognitionCandidate
