"""Meetings that are talked of, not held, by the clause they stand in: "met to discuss the summit"."""

from processors.tokens import Token

_DISCUSS = frozenset(
    [
        "discuss",
        "debate",
        "review",
        "prepare",
        "plan",
        "arrange",
        "organise",
        "organize",
        "finalise",
        "finalize",
        "brief",
        "negotiate",
    ]
)


def is_topic(noun: Token) -> bool:
    """ "The summit" in "to discuss the summit", "to prepare for the summit": a meeting about it is not it."""
    if noun.dep_ == "dobj":
        return noun.head.lemma_.lower() in _DISCUSS
    preposition = noun.head
    return (
        noun.dep_ == "pobj"
        and preposition.lower_ in ("for", "on", "about")
        and preposition.head.lemma_.lower() in _DISCUSS
    )
