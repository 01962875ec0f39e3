"""The country that speaks: what "we" and "my country" mean in a statement that nobody else quotes.

A delegate's speech names its own country as the subject of what it holds or does ("Norland firmly believes …"), as
"the delegation of Norland", or beside the pronoun ("we, the Republic of Norland", "we in Norland"). Without such words
nobody is named. Who refuses, needs or deserves something is more often another country than the speaker's.
"""

import re
from typing import Final

from processors.recognition.lexicon import words
from processors.story import AliasHit, Story

FIRST_PERSON: Final = frozenset({"i", "we", "us", "our", "my", "me"})
_CLAIMANTS: Final = words("claimants")
_OPENS: Final = re.compile(
    r"(?:^|[.;!?:”\"]\s|\n)(?:[^.;!?\n]{0,90},\s)?(?:The |While |For its part, )?"
    r"(?:(?:the )?(?:Government|Republic|Kingdom|State|people|delegation)(?: and people)? of (?:the )?)?$"
)
_ADVERBS: Final = (
    r"^(?:,? (?:too|also|itself|therefore|once again|for its part|as always),?)?"
    r"(?:\s(?:[a-z]+ly|thus|once again|also|therefore|again|always|itself|still|now))*\s"
)
_HOLDS: Final = re.compile(
    _ADVERBS + r"(?:(?!(?:is|has|was|does|this|as|needs|deserves|refuses)\b)[a-z]{2,}s\b(?! (?:to the|of)\b)"
    r"|is (?:convinced|concerned|committed|ready|of the view|deeply|firmly|strongly|proud|pleased|gravely|determined"
    r"|grateful|hono[u]?red|also|(?:one )?(?:of|among))"
    r"|and our\b|has (?!been\b|not\b|yet\b)[a-z]+\b(?! been)|cannot|took|voted|would (?:also )?like"
    r"|will (?:[a-z]+ly )?(?:continue|always|never|support|work|spare|do|remain)\b)"
)
_BESIDE: Final = re.compile(r"\b(?:[Mm]y country|[Ww]e|[Mm]y (?:delegation|Government)|[Oo]ur country),? (?:the )?$")
_WE_IN: Final = re.compile(r"\b[Ww]e in (?:the )?$")
_DELEGATION: Final = re.compile(r"^(?:['’]s)? delegation\b")
_ASIDE: Final = re.compile(r"^, [^.;]{0,60},(?= )")
_SPOKEN: Final = re.compile(r"\b(?:I|[Ww]e|[Mm]y (?:country|delegation|Government)|[Oo]ur)\b")


def is_speech(story: Story) -> bool:
    """Whether the body has words in the first person."""
    return bool(_SPOKEN.search(story.body))


def speaking_country(story: Story) -> AliasHit | None:
    """The listed state in whose name the body speaks; None when it names none, or more than one."""
    text = story.body
    beside: list[AliasHit] = []
    holding: list[AliasHit] = []
    for hit in story.hits:
        if hit.part != "body" or hit.alias.actor.kind != "state" or not hit.supported:
            continue
        before, after = text[max(0, hit.start - 160) : hit.start], text[hit.end : hit.end + 140]
        if (_BESIDE.search(before) and after[:1] in (",", ";", ":", ".")) or _WE_IN.search(before):
            beside.append(hit)
        elif _DELEGATION.match(after) or (
            hit.alias.actor.id not in _CLAIMANTS and _OPENS.search(before) and _HOLDS.match(_ASIDE.sub("", after))
        ):
            holding.append(hit)
    for found in (beside, holding):
        if found:
            return found[0] if len({hit.alias.actor.id for hit in found}) == 1 else None
    return None


def only_other_state(story: Story, taken: frozenset[str]) -> AliasHit | None:
    """The one state that the body names beside those of the ids, for "our independence" in a text without a speaker."""
    others = [hit for hit in story.hits if hit.part == "body" and hit.alias.actor.kind == "state" and hit.supported]
    others = [hit for hit in others if hit.alias.actor.id not in taken]
    return others[0] if len({hit.alias.actor.id for hit in others}) == 1 else None
