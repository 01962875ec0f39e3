"""Actors of a sentence in reading order, one for each, with titles and appositions folded into the name.

The small parser often hangs "Nicolas Sarkozy" in "President of France Nicolas Sarkozy and ..." on the wrong word. Reading
mentions from left to right through the words that may stand inside a list of actors does not depend on that.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from processors.actors.mentions import Mention, SentenceMentions

_PASS = frozenset(
    {
        "the",
        "a",
        "an",
        "'s",
        "’s",
        "both",
        "either",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "all",
        "of",
        "from",
        "as",
        "well",
        "along",
        "together",
        "with",
        "alongside",
        "plus",
        "&",
        "including",
        "then",
        "now",
        "also",
        "newly",
        "so",
        "called",
    }
)
_PASS_TAGS = frozenset(
    {
        "JJ",
        "CD",
        "NNP",
        "NN",
        "NNS",
        "NNPS",
        "POS",
        "DT",
        "PDT",
        "HYPH",
        "VBN",
        "JJR",
        "JJS",
        "SYM",
        "VBG",
        "RB",
        "PRP$",
    }
)
_JOIN = frozenset({"and", "or", "&", "plus", "with", "nor"})
_NOT_ACTORS = frozenset({"which", "whose", "itself", "himself", "herself", "myself", "who", "whom"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One actor: its mention, and the tokens [start, end) of its phrase with title and apposition."""

    mention: Mention
    start: int
    end: int


class Chunks:
    """All actors of one sentence, each once, in order."""

    def __init__(self, doc: Doc, mentions: SentenceMentions) -> None:
        self._doc = doc
        self._chunks = _fold(doc, _outermost(doc, mentions))
        self._at: dict[int, Chunk] = {}
        for chunk in self._chunks:
            for i in range(chunk.start, chunk.end):
                self._at.setdefault(i, chunk)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._chunks)

    def at(self, token: int) -> Chunk | None:
        return self._at.get(token)

    def listed(self, head: Token) -> list[Chunk]:
        """The actors of the list that begins in the noun phrase of `head`, or none if it names no actor."""
        first = self.at(head.i)
        if first is None:
            return []
        found = []
        left, right = head.left_edge.i, head.right_edge.i
        i = min(left, first.start)
        while i <= right:
            chunk = self._at.get(i)
            if chunk is not None:
                if chunk is first or not self._possesses(chunk):
                    found.append(chunk)
                i = max(chunk.end, i + 1)
                continue
            token = self._doc[i]
            if i > head.i and not self._passes(token):
                break
            i += 1
        return found if first in found else [first]

    def _possesses(self, chunk: Chunk) -> bool:
        """The actor owns something that is no actor: "Burma's activist", "Ana's plan"."""
        return chunk.end < len(self._doc) and self._doc[chunk.end].tag_ == "POS"

    def _passes(self, token: Token) -> bool:
        if token.is_punct or token.dep_ in ("cc", "conj", "preconj") or token.lower_ in _PASS:
            return token.text not in (";", ":", "—", "--") and token.lower_ not in ("but",)
        return token.tag_ in _PASS_TAGS and token.dep_ not in ("relcl", "acl", "advcl", "ROOT", "ccomp")


def _outermost(doc: Doc, mentions: SentenceMentions) -> list[Mention]:
    """Mentions that no other contains; a person at the end of an office phrase wins over the office."""
    kept: list[Mention] = []
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    for mention in ordered:
        if doc[mention.head].lower_ in _NOT_ACTORS or not mention.public:
            continue
        if mention.kind == "pronoun" and doc[mention.head].lower_ in ("it", "its"):
            continue
        inside = next((k for k in kept if k.start <= mention.start and mention.end <= k.end), None)
        if inside is None:
            overlap = next((k for k in kept if k.start < mention.end and mention.start < k.end), None)
            if overlap is not None and mention.kind != "person":
                continue
            if overlap is not None:
                kept.remove(overlap)
            kept.append(mention)
        elif (
            mention.kind == "person"
            and inside.kind in ("office",)
            and mention.end == inside.end
            and mention.start > inside.start
        ):
            kept[kept.index(inside)] = mention
    return sorted(kept, key=lambda m: m.start)


def _fold(doc: Doc, mentions: list[Mention]) -> list[Chunk]:
    chunks: list[Chunk] = []
    for mention in mentions:
        if _modifies(doc, mention):
            continue
        last = chunks[-1] if chunks else None
        if last is not None and _titles(doc, last, mention):
            chunks[-1] = Chunk(mention, last.start, mention.end)
        elif last is not None and _described(doc, last, mention):
            names = mention if mention.kind == "person" and last.mention.kind != "person" else last.mention
            chunks[-1] = Chunk(names, last.start, mention.end)
        else:
            chunks.append(Chunk(mention, mention.start, mention.end))
    return chunks


def _modifies(doc: Doc, mention: Mention) -> bool:
    """A demonym, place or body that only stands before a noun ("Turkish" in "Turkish troops")."""
    head = doc[mention.head]
    if not mention.nested or mention.kind not in ("people", "place", "seat", "organisation"):
        return False
    if mention.end < len(doc) and doc[mention.end].text in ("-", "–", "/"):
        return False
    return head.dep_ in ("amod", "compound", "nmod", "poss") and head.head.i >= mention.end


_TITLE_TAGS = frozenset({"NNP", "NN", "JJ", "POS", "HYPH", "NNS", "NNPS", "VBN", "CD"})


def _titles(doc: Doc, last: Chunk, mention: Mention) -> bool:
    """What stands before is the title or the country of the actor: "France's Foreign Minister" + "Jean Dupont"."""
    between = doc[last.end : mention.start]
    if last.mention.kind == "pronoun" or mention.kind in ("pronoun", "people"):
        return False
    if any(t.tag_ not in _TITLE_TAGS and t.lower_ not in ("of", ".", "for") for t in between) or len(between) > 6:
        return False
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


_IGNORED = frozenset({"the", "a", "an", "former", "then", "his", "her", "its", "their", "(", "“", '"', "acting", "new"})


def _described(doc: Doc, last: Chunk, mention: Mention) -> bool:
    """An apposition: "Joko Widodo, the president of Indonesia," or "his counterpart, Ana Silva"."""
    between = [t.lower_ for t in doc[last.end : mention.start] if t.lower_ not in _IGNORED]
    kinds = (last.mention.kind, mention.kind)
    after = doc[mention.end].text if mention.end < len(doc) else "."
    if between != [","]:
        return not between and kinds == ("person", "office") and doc[mention.head].dep_ == "appos"
    if kinds == ("person", "office"):
        return doc[mention.head].dep_ != "conj" or after == ","
    if kinds == ("office", "person"):
        return after in (",", ".", ";", "’", "'s", "-") or doc[mention.head].dep_ == "appos"
    return False
