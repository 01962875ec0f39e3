"""CAMEO and PLOVER codes of an event, for people who join this data with other event data.

Sources: CAMEO manual 1.1b3, PLOVER manual v0.8, CAMEO2PLOVER-2021. The table stands in docs/vocabulary.md.
"""

import re
from collections.abc import Iterable
from typing import Final

from schemas.event import Codes, Event, Meeting, Recognition
from schemas.vocabulary import MeetingFormat, MeetingStatus, Stance

_NONE: Final = Codes()
_BY_STATUS: Final[dict[MeetingStatus, Codes]] = {
    "scheduled": Codes(cameo="036", plover="AGREE"),
    "proposed": Codes(cameo="026", plover="REQUEST", plover_mode="meet"),
    "refused": Codes(cameo="125", plover="REJECT", plover_mode="meet"),
    "cancelled": Codes(cameo="125", plover="REJECT", plover_mode="meet"),
    "ended": Codes(cameo="164", plover="SANCTION", plover_mode="withdraw"),
    "possible": _NONE,
    "not_planned": _NONE,
    "denied": _NONE,
    "postponed": _NONE,
}
"""Unless a meeting is held or ongoing, its status decides the code, whatever the format."""
_BY_FORMAT: Final[dict[MeetingFormat, Codes]] = {
    "visit": Codes(cameo="042", plover="CONSULT", plover_mode="visit"),
    "call": Codes(cameo="041", plover="CONSULT", plover_mode="phone"),
    "mediation": Codes(cameo="045", plover="CONSULT"),
    "negotiation": Codes(cameo="046", plover="CONSULT"),
}
_BY_STANCE: Final[dict[Stance, Codes]] = {
    "granted": Codes(cameo="054", plover="SUPPORT"),
    "recognises": Codes(cameo="054", plover="SUPPORT"),
    "intends": Codes(cameo="032", plover="AGREE"),
    "urged": Codes(cameo="022", plover="REQUEST", plover_mode="assist"),
    "sought": Codes(cameo="022", plover="REQUEST", plover_mode="assist"),
    "refuses": Codes(cameo="120", plover="REJECT", plover_mode="assist"),
    "withdrawn": Codes(cameo="160", plover="SANCTION", plover_mode="discontinue"),
    "considers": _NONE,
    "denied": _NONE,
}
_INVITES: Final = re.compile(r"\binvit", re.IGNORECASE)
_DEMANDS: Final = re.compile(r"\b(?:demand|insist)", re.IGNORECASE)
_CUTS: Final = re.compile(r"\b(?:sever|cut|br(?:oke|eak|oken))", re.IGNORECASE)
_RESTORES: Final = re.compile(r"\b(?:restor|resum|re-?establish|renew)", re.IGNORECASE)


def codes_of(event: Event, countries: Iterable[str | None] = ()) -> Codes:
    """The codes of an event; `countries` are those of its participants (ISO 3166-1), as far as they are known."""
    return _meeting(event, set(countries)) if isinstance(event, Meeting) else _recognition(event)


def _meeting(event: Meeting, countries: set[str | None]) -> Codes:
    if event.status not in {"held", "ongoing"}:
        if event.status == "proposed" and _INVITES.search(event.trigger.text):
            return _BY_STATUS["scheduled"]
        if event.status == "proposed" and _DEMANDS.search(event.trigger.text):
            return Codes(cameo="106", plover="REQUEST", plover_mode="meet")
        return _BY_STATUS[event.status]
    if event.format in _BY_FORMAT:
        return _BY_FORMAT[event.format]
    known = countries - {None}
    place = event.place.country if event.place else None
    elsewhere = place is not None and bool(known) and None not in countries and place not in known
    cameo = "044" if elsewhere else "040"
    if event.format == "summit" or len(event.participants) > 2:
        return Codes(cameo=cameo, plover="CONSULT", plover_mode="multilateral")
    return Codes(cameo=cameo, plover="CONSULT", plover_mode="third-party" if elsewhere else None)


def _recognition(event: Recognition) -> Codes:
    if event.stance in {"granted", "recognises"}:
        if event.object_kind == "leader":
            return Codes(cameo="051", plover="SUPPORT")
        if _RESTORES.search(event.trigger.text):
            return Codes(cameo="050", plover="SUPPORT")
    if event.stance == "withdrawn" and _CUTS.search(event.trigger.text):
        return Codes(cameo="161", plover="SANCTION", plover_mode="discontinue")
    return _BY_STANCE[event.stance]
