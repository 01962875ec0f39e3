"""Offices under one name each, so that "premier", "PM" and "Prime Minister" are the same office.

The canonical words are those of English wire copy. What belongs to another rank stays apart: a foreign secretary is
a minister in London and a civil servant in New Delhi, a secretary of state is a cardinal in Rome.
"""

from __future__ import annotations

import re

_SAME: dict[str, tuple[str, ...]] = {
    "president": ("state president", "president of the republic"),
    "prime minister": ("premier", "pm", "taoiseach", "prime ministerial"),
    "deputy prime minister": ("deputy premier", "vice premier", "vice prime minister", "tanaiste"),
    "vice president": ("vice presidential", "vice-president"),
    "chancellor": ("federal chancellor",),
    "foreign minister": (
        "minister of foreign affairs",
        "minister for foreign affairs",
        "foreign affairs minister",
        "external affairs minister",
        "minister of external affairs",
        "external relations minister",
        "foreign affairs secretary",
        "foreign policy minister",
        "top diplomat",
        "chief diplomat",
    ),
    "secretary of state": ("us secretary of state", "u.s. secretary of state"),
    "defence minister": (
        "defense minister",
        "minister of defence",
        "minister of defense",
        "defence secretary",
        "defense secretary",
        "secretary of defense",
        "secretary of defence",
        "defence chief",
        "defense chief",
    ),
    "secretary general": ("secretary-general", "sec-gen", "general secretary"),
    "chair": ("chairman", "chairwoman", "chairperson", "president in office"),
    "commission chair": ("commission chairperson", "commission chairman", "commission chairwoman"),
    "high representative": ("foreign policy chief", "foreign affairs chief", "high rep"),
    "envoy": (
        "special envoy",
        "special representative",
        "peace envoy",
        "personal envoy",
        "mediator",
        "negotiator",
        "chief negotiator",
    ),
    "national security adviser": ("national security advisor",),
    "leader": ("chief", "head", "ruler", "strongman"),
    "supreme leader": ("spiritual leader", "paramount leader"),
    "opposition leader": ("leader of the opposition",),
    "king": (),
    "queen": (),
    "emperor": (),
    "sultan": (),
    "emir": ("amir",),
    "prince": (),
    "crown prince": ("crown-prince",),
    "grand duke": (),
    "pope": ("pontiff", "holy father", "bishop of rome"),
    "director general": ("director-general", "managing director", "executive director"),
    "speaker": ("parliament speaker", "speaker of parliament", "parliamentary speaker"),
}
_CANONICAL: dict[str, str] = {form: title for title, forms in _SAME.items() for form in (title, *forms)}

# "Acting", "interim" and "transitional" offices are looked for under their own name first: two people may claim one.
_STAND_IN = re.compile(r"^(acting|interim|caretaker|transitional|provisional) ")
_PAST = re.compile(r"^(former|ex|late|then|outgoing|current|new|incoming) ")

MONARCHS = ("king", "queen", "emperor", "sultan", "emir", "prince", "grand duke", "pope")

# Where the office itself has no holder, those that copy calls by its name: the British foreign minister is a
# secretary, a head of state is a president or a monarch.
_STANDS_FOR: dict[str, tuple[str, ...]] = {
    "leader": ("president", "prime minister", *MONARCHS),
    "head of state": ("president", *MONARCHS, "supreme leader"),
    "head of government": ("prime minister", "chancellor"),
    "monarch": MONARCHS,
    "foreign minister": ("foreign secretary", "secretary of state"),
}


def normal_title(title: str) -> str:
    """The canonical form of a title: lower case, single spaces, synonyms folded; unknown titles are kept.

    "Former" and its like are dropped: whether the office is past is for the caller to judge.
    """
    folded = " ".join(title.casefold().replace("-", " ").split())
    while stripped := _PAST.match(folded):
        folded = folded[stripped.end() :]
    return _CANONICAL.get(folded, folded)


def also_called(title: str, *, leader: str | None = None) -> tuple[str, ...]:
    """The offices that `title` may mean, the likeliest first; `leader` is the office "the leader" means there."""
    wanted = normal_title(title)
    plain = normal_title(_STAND_IN.sub("", wanted))
    named = (normal_title(leader),) if leader and plain == "leader" else _STANDS_FOR.get(plain, ())
    return tuple(dict.fromkeys((wanted, plain, *named)))
