"""Phrases that stand side by side and name one actor: halves of a name, titles before it, appositions behind it."""

from dataclasses import dataclass

from processors.actors.lexicon import nouns
from processors.actors.mentions import Mention
from processors.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Chunk:
    """One actor: its mention, and the tokens [start, end) of its phrase with title and apposition."""

    mention: Mention
    start: int
    end: int


def continued(doc: Doc, last: Chunk, chunk: Chunk) -> bool:
    """Halves of one name that were taken apart: "Abdel Fattah" + "el-Sissi", "Jean-Yves Le" + "Drian"."""
    mention = chunk.mention
    between = [t.lower_ for t in doc[last.end : chunk.start]]
    if (
        last.mention.kind != "person"
        or mention.kind not in ("person", "organisation", "place")
        or mention.hit is not None
    ):
        return False
    return set(between) <= {"-", "el", "al", "bin", "de", "le", "ibn"} and doc[mention.head].pos_ == "PROPN"


_TITLE_TAGS = frozenset({"NNP", "NN", "JJ", "POS", "HYPH", "NNS", "NNPS", "VBN", "CD"})


def titles(doc: Doc, last: Chunk, chunk: Chunk) -> bool:
    """What stands before is the title or the country of the actor: "France's Foreign Minister" + "Jean Dupont"."""
    mention = chunk.mention
    between = doc[last.end : chunk.start]
    if last.mention.kind == "pronoun" or mention.kind in ("pronoun", "people"):
        return False
    if len(between) > 8 or any(t.text in (",", ";") or t.lower_ == "and" for t in between):
        return False
    if len(between) == 1 and between[0].tag_ == "HYPH" and mention.kind != "person":  # "Norland-AFF talks"
        return False
    if mention.kind == "person" and (_office_for_country(last, between) or _office_of_body(last, between)):
        return True
    if between and between[-1].lower_ in _OF:  # "Patriarch Ana Roy of Avaria", whom the model takes for a person
        return False
    if mention.kind == "person" and last.mention.kind != "person" and between and _is_title(between[-1]):
        return all(  # "Council for Peace (CP) head Ana Roy"
            t.tag_ in _TITLE_TAGS or t.lower_ in ("of", "for", "on", "the", "(", ")") or t.is_bracket for t in between
        )
    if any(t.tag_ not in _TITLE_TAGS and t.lower_ not in ("of", ".", "for") for t in between):
        return False
    if last.mention.kind == "person" and mention.kind == "person" and _is_whose(between):
        return True
    if last.mention.kind == "person" and not (between and between[0].tag_ == "POS"):
        return (
            mention.kind == "person" and not between and doc[last.end - 1].lower_.strip(".") in ("gen", "lt", "sheikh")
        )
    if mention.kind == "person":
        return True
    return (
        doc[last.mention.head].dep_ in ("compound", "amod", "nmod", "poss")
        and doc[last.mention.head].head.i >= mention.start
    )


_OF = frozenset({"of", "from", "for"})


def _is_whose(between: Span) -> bool:
    """ "Tallis campaign adviser" + "Ana Roy": the first is whose adviser the second is."""
    words = all(t.is_lower and t.tag_ in ("NN", "NNS", "JJ", "HYPH") for t in between)
    return len(between) > 0 and words and between[-1].lemma_.lower() in nouns().office


def _office_for_country(office: Chunk, between: Span) -> bool:
    """ "Northern Union envoy" + "to Avaria" + the name of the envoy."""
    return (
        office.mention.kind == "office"
        and 2 <= len(between) <= 5
        and between[0].lower_ in ("to", "of", "for")
        and all(t.lower_ in ("the", "and") or (t.pos_ == "PROPN" and not _is_title(t)) for t in between[1:])
    )


def _office_of_body(office: Chunk, between: Span) -> bool:
    """ "Head of the Crafts Organization" + "(CO)" + the name of the head."""
    brackets = len(between) == 3 and (between[0].text, between[2].text) == ("(", ")")
    return office.mention.kind == "office" and brackets and between[1].is_upper


def belongs(doc: Doc, last: Chunk, chunk: Chunk) -> bool:
    """A person's country, body or see behind the name: "Queen Ana II of Avaria", "Marshal Bo Lind of the Front"."""
    between = [t.lower_ for t in doc[last.end : chunk.start] if t.lower_ != "the"]
    return (
        last.mention.kind == "person"
        and last.end == last.mention.end
        and between == ["of"]
        and chunk.mention.kind in ("place", "organisation", "people", "person")
    )


def double_title(doc: Doc, last: Chunk, chunk: Chunk) -> bool:
    """One person with two offices: "Avarian General Secretary and President Ana Roy", "general and leader Ana Roy". No
    article stands before the first, which could not stand there by itself."""
    if last.mention.kind != "office" or doc[last.mention.head].tag_ not in ("NNP", "NN"):
        return False
    before = doc[last.start - 1] if last.start else None
    if before is not None and (before.tag_ in ("DT", "PRP$", "POS") or before.lower_ in _OF):
        return False
    titles = doc[last.end : chunk.mention.start]
    if len(titles) < 2 or titles[0].lower_ != "and" or any(t.tag_ in ("DT", "PRP$") for t in titles):
        return False
    folded = chunk.start < chunk.mention.start and any(_is_title(t) for t in titles)  # "envoy to Avaria Ana Roy"
    if chunk.mention.kind != "person" or not (folded or _is_title(titles[-1])):
        return False
    return all(t.tag_ in _TITLE_TAGS or t.lower_ in ("of", "and", ".", "to", "for") for t in titles)


def _is_title(token: Token) -> bool:
    return token.lemma_.lower() in nouns().office or token.lower_ in nouns().title


_IGNORED = frozenset({"the", "a", "an", "former", "then", "his", "her", "its", "their", "(", "“", '"', "acting", "new"})


def described(doc: Doc, last: Chunk, chunk: Chunk) -> bool:
    """An apposition: "Joko Widodo, the president of Indonesia," or "his counterpart, Ana Silva"."""
    mention = chunk.mention
    between = [t.lower_ for t in doc[last.end : chunk.start] if t.lower_ not in _IGNORED]
    kinds = (last.mention.kind, mention.kind)
    after = doc[chunk.end].text if chunk.end < len(doc) else "."
    if between != [","]:
        return not between and kinds == ("person", "office") and doc[mention.head].dep_ == "appos"
    if kinds == ("person", "office"):
        return doc[mention.head].dep_ != "conj" or after == ","
    if kinds[0] in ("place", "organisation", "group") and kinds[1] in ("office", "group"):  # "Avaria, a new member,"
        return doc[mention.head].dep_ == "appos" and doc[chunk.start - 1].lower_ in ("a", "an")
    if kinds == ("office", "person"):
        return after in (",", ".", ";", "’", "'s", "-") or doc[mention.head].dep_ == "appos"
    return False
