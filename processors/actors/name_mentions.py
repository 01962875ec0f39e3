"""Names in a sentence: listed aliases first, spaCy's entities next, runs of proper nouns last.

Listed aliases beat entities where the two disagree, because the small model calls "Thaci" a place and "Pristina" a
person; entities find everyone who is not listed.
"""

from dataclasses import replace
from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.lone_names import lone_names
from processors.actors.mention import Mention, MentionKind
from processors.actors.misread_people import misread_people
from processors.actors.name_joints import at_joints
from processors.actors.name_repairs import repaired
from processors.actors.name_runs import HYPHENS
from processors.actors.name_things import is_thing
from processors.actors.names import ENDS_OF_SENTENCES, NameTable
from processors.cities import TOWN_NOUNS, country_of_city
from processors.counts import singular
from processors.story import AliasHit, Story
from processors.tokens import Doc, Token

_ENTITY_KINDS: Final[dict[str, MentionKind]] = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
    "NORP": "people",
}
_ACTOR_KINDS: Final[dict[str, MentionKind]] = {
    "person": "person",
    "state": "place",
    "government": "organisation",
    "igo": "organisation",
    "party": "organisation",
    "armed_group": "organisation",
    "org": "organisation",
}


def named(story: Story, index: int, doc: Doc, full_names: NameTable) -> list[Mention]:
    """Every name in the sentence, without overlaps except a country inside the name of a body."""
    hits = [hit for hit in story.hits_in(index) if hit.part == story.sentences[index].part]
    base = story.sentences[index].start
    found = _alias_mentions([hit for hit in hits if hit.supported], base, doc)
    found = _with_entities(doc, found + _hyphen_halves(doc, found))
    found = [*misread_people(story, index, doc, found, full_names)]
    found = [replace(m, kind="place") if _is_town(doc, m, found, full_names) else m for m in found]
    surnames = {hit.start - base for hit in hits if hit.alias.actor.kind == "person"}
    found = [_person_if_listed(doc, mention, surnames) for mention in found]
    lone = lone_names(doc, full_names)
    found += [m for m in _proper_names(doc, found, surnames, lone) if _is_name(doc, m, surnames, lone, full_names)]
    found = at_joints(story, doc, repaired(doc, found))
    return [m for m in found if m.hit is not None or not is_thing(doc, m, full_names)]


def _is_name(doc: Doc, run: Mention, surnames: set[int], lone: set[int], full_names: NameTable) -> bool:
    """False for capitals that mean nothing: in a headline set in capitals, or at the start of a sentence, unless the
    words there or elsewhere in the body show that they are a name's."""
    if run.start in lone or doc[run.start].idx in surnames or doc[run.end - 1].idx in surnames:
        return True
    words = [t for t in doc if t.is_alpha and len(t) > 3]
    headline = (
        len(words) > 3
        and not doc.text.endswith(ENDS_OF_SENTENCES)
        and sum(t.text[:1].isupper() for t in words) > 0.7 * len(words)
    )
    if not headline and (run.start > 0 or run.end - run.start > 1):
        return True
    return full_names.is_within(doc[run.start : run.end].text)


def _alias_mentions(hits: list[AliasHit], base: int, doc: Doc) -> list[Mention]:
    found: list[Mention] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):  # longest first
        span = doc.char_span(hit.start - base, hit.end - base)
        if span is None or any(m.start < span.end and span.start < m.end for m in found):
            continue
        if span.start and _is_part_of_region(doc, span.start):
            continue
        if doc[span.end - 1].text.endswith("$") or doc[span.end : span.end + 1].text == "$":  # "US$8 billion"
            continue
        source = hit.alias.source
        kind = _ACTOR_KINDS[hit.alias.actor.kind]
        if source in {"demonym", "people"}:
            kind = "people"
        elif source == "seat":
            kind = "seat"
        found.append(Mention(span.start, span.end, span.root.i, kind, hit))
    return found


def _is_part_of_region(doc: Doc, start: int) -> bool:
    """ "America" in "Latin America", "Yemen" in "South Yemen"."""
    return doc[start - 1].text in {"Latin", "South", "North", "Central", "East", "West"}


def _is_town(doc: Doc, mention: Mention, found: list[Mention], full_names: NameTable) -> bool:
    """A town that the model takes for someone or something else: a city's name where one is in or goes to, or before
    its country ("visits Bergen", "in Bergen", "Bergen, Norway")."""
    if mention.hit is not None or mention.kind not in {"person", "people", "organisation"}:
        return False
    if _is_visited(doc, mention, found) or _is_named_town(doc, mention.start):
        return True
    name = doc[mention.start : mention.end].text
    if country_of_city(name) is None or full_names.fullest(name) is not None:
        return False
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and (before.lower_ in {"in", "near"} or before.lemma_.lower() in {"visit", "tour"}):
        return True
    if before is not None and before.lower_ == "of" and doc[before.i - 1].lower_ in {"city", "town", "island", "port"}:
        return True
    if mention.end < len(doc) and doc[mention.end].lemma_.lower() in nouns().meeting:  # "the Bergen summit"
        return True
    behind = mention.end < len(doc) and doc[mention.end].text == ","
    return behind and any(m.start == mention.end + 1 and m.kind == "place" and m.hit is not None for m in found)


def _is_named_town(doc: Doc, start: int) -> bool:
    """ "The border village of Tallisham"."""
    return start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in TOWN_NOUNS


def _is_visited(doc: Doc, mention: Mention, found: list[Mention]) -> bool:
    """ "Visits X in Y" where Y is a place."""
    if not mention.start or doc[mention.start - 1].lemma_.lower() not in {"visit", "tour"} or mention.end >= len(doc):
        return False
    return doc[mention.end].lower_ == "in" and any(m.start == mention.end + 1 and m.kind == "place" for m in found)


def _person_if_listed(doc: Doc, mention: Mention, surnames: set[int]) -> Mention:
    """A single word that the model takes for something else is a person where the list has the surname."""
    single = mention.end - mention.start == 1
    if single and mention.hit is None and mention.kind == "organisation" and doc[mention.start].idx in surnames:
        return Mention(mention.start, mention.end, mention.head, "person")
    return mention


def _with_entities(doc: Doc, aliases: list[Mention]) -> list[Mention]:
    kept = list(aliases)
    for entity in doc.ents:
        kind = _ENTITY_KINDS.get(entity.label_)
        if kind is None:
            continue
        start, end = _trim(doc, entity.start, entity.end, kind)
        if kind == "person" and end - start > 1 and doc[end - 1].lemma_.lower() in nouns().body | {"administration"}:
            kind = "organisation"  # "the Tallis Administration"
        inside = [m for m in kept if m.start < end and start < m.end]
        behind = _name_behind_country(doc, start, end, inside)
        if behind is not None:
            kind, start, inside = "person", behind, [m for m in inside if m.end > behind]
        if any(m.start <= start and end <= m.end for m in inside):
            continue
        if kind == "person":
            foreign = [m.end for m in inside if m.kind != "person" and m.end < end]
            start = max([start, *foreign])  # "Kosovo Hashim Thaci"
            inside = [m for m in inside if m.end > start]
        if start >= end or doc[start].lower_ == "of" or _names_no_actor(doc, start, end, kind):
            continue
        if not inside:
            kept.append(Mention(start, end, doc[start:end].root.i, kind))
        elif kind == "person" and all(m.kind == "person" for m in inside):
            last = max(inside, key=lambda m: m.end)
            if last.start >= start and last.end <= end:  # "Vladimir Putin" over "Putin"; "Kim Jong-u" is not "Kim"
                kept = [m for m in kept if m not in inside]
                hit = last.hit if last.end == end else None
                kept.append(Mention(start, end, doc[start:end].root.i, "person", hit))
        elif entity.label_ == "FAC" and all(m.kind == "person" and m.end < end for m in inside):
            kept = [m for m in kept if m not in inside]  # "Ana Roy Library"
            kept.append(Mention(start, end, doc[start:end].root.i, "place"))
        elif kind == "organisation" and all(m.start >= start and m.end <= end and m.kind != "person" for m in inside):
            kept = [m for m in kept if m not in inside or m.kind != "seat"]  # "the Paris Club"
            kept.append(Mention(start, end, doc[start:end].root.i, "organisation"))  # "Russian Foreign Ministry"
    return kept


def _name_behind_country(doc: Doc, start: int, end: int, inside: list[Mention]) -> int | None:
    """Where the person begins in "Avaria Ana Roy" behind "envoy to" or "president of", which the model reads as one."""
    country = next((m for m in inside if m.start == start and m.kind == "place" and m.end < end), None)
    before = start - 1 if start and doc[start - 1].lower_ != "the" else start - 2
    if country is None or before < 1 or doc[before].lower_ not in {"of", "to", "for"}:
        return None
    if end - country.end < 2 or doc[before - 1].lemma_.lower() not in nouns().office:
        return None
    return country.end if all(t.text[:1].isupper() for t in doc[country.end : end]) else None


def _trim(doc: Doc, start: int, end: int, kind: MentionKind) -> tuple[int, int]:
    """An entity without determiner, possessive ending and, for a person, titles; "Moon Jae" runs on to "-in"."""
    before_names = nouns().outside_names
    while start < end and (
        doc[start].lower_ in {"the", "a", "an", "file"}
        or (kind == "organisation" and end - start > 1 and _counts(doc[start]))
        or doc[start].is_punct
        or doc[start].tag_ == "POS"
        or (kind == "person" and doc[start].lower_.strip(".") in before_names and start + 1 < end)
    ):
        start += 1
    while kind == "organisation" and start + 2 < end and _are_people_of(doc, start):
        start += 3 if doc[start + 2].lower_ == "the" else 2
    bracket = next((i for i in range(start + 1, end) if doc[i].text == "("), end)
    end = min(end, bracket)
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].is_space):
        if doc[end - 1].text.endswith(".") and len(doc[end - 1].text) > 1:
            break
        end -= 1
    while end - start > 1 and doc[end - 1].text[:1] in HYPHENS:  # "-PDF-"
        end -= 1
    while kind == "person" and end + 1 < len(doc) and doc[end].text in HYPHENS and _joined(doc, end):
        end += 2
    return start, end


def _counts(token: Token) -> bool:
    """ "40th" or "2031" before the name of a body."""
    return token.text[:1].isdigit() and (token.text[-2:].lower() in {"st", "nd", "rd", "th"} or len(token.text) == 4)


def _are_people_of(doc: Doc, at: int) -> bool:
    """ "Leaders of" and the like before the name of a body."""
    people = singular(doc[at]) in nouns().office | {"government"} and doc[at].lower_ != singular(doc[at])
    return people and doc[at + 1].lower_ in {"of", "from"}


def _joined(doc: Doc, hyphen: int) -> bool:
    """True if no space stands around the hyphen and a small letter follows it ("Jae-in", not "Thaci-Putin")."""
    after = doc[hyphen + 1].text
    small = after[:1].islower() and len(after) <= 6 and not after.endswith(("ed", "led", "style", "era"))
    return small and not doc[hyphen - 1].whitespace_ and not doc[hyphen].whitespace_


def _hyphen_halves(doc: Doc, taken: list[Mention]) -> list[Mention]:
    """The first half of "Franco-German", and a region as the second ("Denmark–Africa")."""
    found: list[Mention] = []
    for token in doc[:-2]:
        country = nouns().combining.get(token.lower_) if token.text[:1].isupper() else None
        if country and doc[token.i + 1].text in HYPHENS and not _covered(taken, token.i):
            found.append(Mention(token.i, token.i + 1, token.i, "people", stands_for=country))
        half = token.i + 2
        if _covered(taken, token.i) and _is_joint(doc, token.i + 1) and doc[half].lower_ in nouns().region:
            found += [] if _covered(taken, half) else [Mention(half, half + 1, half, "place")]
    return found


def _is_joint(doc: Doc, at: int) -> bool:
    return doc[at].text in HYPHENS and not doc[at].whitespace_ and not doc[at - 1].whitespace_


def _proper_names(doc: Doc, taken: list[Mention], surnames: set[int], lone: set[int]) -> list[Mention]:
    """Runs of proper nouns that neither the list nor the model knows, without the titles before them."""
    found: list[Mention] = []
    before_names = nouns().outside_names
    position = 0
    while position < len(doc):
        if not _proper(doc[position], surnames, lone) or _covered(taken, position):
            position += 1
            continue
        end = position
        while end < len(doc) and _proper(doc[end], surnames, lone) and not _covered(taken, end):
            end += 1
        start = position
        while start < end and doc[start].lower_.strip(".") in before_names:
            start += 1
        if start < end:
            kind = _kind_of_run(doc, start, end, surnames)
            if start in lone or not _names_no_actor(doc, start, end, kind):
                found.append(Mention(start, end, doc[start:end].root.i, kind))
        position = end
    return found


def _proper(token: Token, surnames: set[int], lone: set[int]) -> bool:
    if token.i in lone:
        return True
    if not token.text[:1].isupper() or token.ent_type_ in {"DATE", "TIME"}:
        return False
    return token.pos_ == "PROPN" or (token.idx in surnames and token.pos_ in {"NOUN", "ADJ", "X"})


def _kind_of_run(doc: Doc, start: int, end: int, surnames: set[int]) -> MentionKind:
    if start and end - start == 1 and doc[start].dep_ == "pobj" and doc[start - 1].lower_ in {"in", "at", "near"}:
        return "person" if doc[start].idx in surnames else "place"
    titled = start > 0 and doc[start - 1].lower_.strip(".") in nouns().before_names
    if titled or doc[start].idx in surnames or doc[end - 1].idx in surnames:
        return "person"
    article = start > 0 and doc[start - 1].lower_ in {"the", "a", "an"}
    abbreviation = end - start == 1 and doc[start].text.isupper()
    return "organisation" if article or abbreviation else "person"


def _names_no_actor(doc: Doc, start: int, end: int, kind: MentionKind) -> bool:
    """True for "Nuclear Security Summit" and the like, and for an office taken for a name ("District Attorney")."""
    last = doc[end - 1]
    if kind == "place":
        return False
    if kind == "person" and (last.lower_ in nouns().office or singular(last) in nouns().office):
        return True
    if kind == "organisation" and singular(doc[start:end].root) in nouns().office and end - start > 1:
        return True  # "Ruler of Bergen", "European Monarchs"
    return last.lower_ in nouns().not_actor or last.lemma_.lower() in nouns().not_actor


def _covered(mentions: list[Mention], token: int) -> bool:
    return any(m.start <= token < m.end for m in mentions)
