"""The country that speaks: what "we" and "my country" mean in a statement that nobody else quotes.

A delegate's speech names its own country as the subject of what it holds ("Norland firmly believes …"), as "the
delegation of Norland", or beside the pronoun ("we, the Republic of Norland"). Without such words nobody is named.
"""

import re
from typing import Final

from processors.story import AliasHit, Story

FIRST_PERSON: Final = frozenset({"i", "we", "us", "our", "my", "me"})
_OPENS: Final = re.compile(
    r"(?:^|[.;!?”\"]\s|\n)(?:[^.;!?\n]{0,60},\s)?(?:The |For its part, )?"
    r"(?:(?:Government|Republic|Kingdom|State|people|delegation)(?: and people)? of (?:the )?)?$"
)
_HOLDS: Final = re.compile(
    r"^(?:,? (?:too|also|itself|therefore|once again|for its part|as always),?)?"
    r"(?:\s(?:thus|once again|strongly|fully|firmly|also|therefore|again|wholeheartedly|always|itself))*\s(?:"
    r"believes|supports|reaffirms|reiterates|welcomes|encourages|calls (?:for|on|upon)|wishes|hopes|recogni[sz]es"
    r"|condemns|urges|attaches|joins|thanks|commends|considers|maintains|continues to|stands|remains|rejects|regrets"
    r"|looks forward|would like|will (?:continue|always|never|support|work|spare)"
    r"|is (?:convinced|concerned|committed|ready|of the view|deeply|firmly|strongly|proud|pleased|gravely)"
    r"|has (?:always|consistently|long|repeatedly|never))\b"
)
_BESIDE: Final = re.compile(r"\b(?:[Mm]y country|[Ww]e|[Mm]y (?:delegation|Government)|[Oo]ur country),? (?:the )?$")
_DELEGATION: Final = re.compile(r"^(?:['’]s)? delegation\b")
_SPOKEN: Final = re.compile(r"\b(?:I|[Ww]e|[Mm]y (?:country|delegation|Government)|[Oo]ur)\b")


def speaking_country(story: Story) -> AliasHit | None:
    """The listed state in whose name the body speaks; None when it names none, or more than one."""
    text = story.body
    if not _SPOKEN.search(text):
        return None
    beside: list[AliasHit] = []
    holding: list[AliasHit] = []
    for hit in story.hits:
        if hit.part != "body" or hit.alias.actor.kind != "state" or not hit.supported:
            continue
        before, after = text[max(0, hit.start - 120) : hit.start], text[hit.end : hit.end + 80]
        if _BESIDE.search(before) and after[:1] in (",", ";", ":", "."):
            beside.append(hit)
        elif _DELEGATION.match(after) or (_OPENS.search(before) and _HOLDS.match(after)):
            holding.append(hit)
    for found in (beside, holding):
        if found:
            return found[0] if len({hit.alias.actor.id for hit in found}) == 1 else None
    return None
