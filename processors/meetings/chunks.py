"""Actors of a sentence in reading order, one for each, with titles and appositions folded into the name.

The small parser often hangs the name in "President of Avaria Ana Roy and ..." on the wrong word. Reading mentions from
left to right, through the words that may stand inside a list of actors, does not depend on that.
"""

from processors.actors.lexicon import nouns
from processors.actors.mentions import Mention, SentenceMentions
from processors.meetings.grammar import BLAME
from processors.meetings.titled_names import Chunk, belongs, continued, described, double_title, titles
from processors.tokens import Doc, Token

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
        "left",
        "right",
        "center",
        "centre",
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
_NOT_ACTORS = frozenset({"which", "whose", "itself", "himself", "herself", "myself", "who", "whom"})
SPOTS = frozenset(
    {"city", "town", "village", "region", "area", "site", "province", "island", "economy", "territory", "capital"}
)


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
        first = self.at(head.i) or self._titled(head)
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

    def _titled(self, head: Token) -> Chunk | None:
        """The holder of an office whose title heads the phrase ("the president of France, Ana Roy")."""
        if head.lemma_.lower() not in nouns().office and head.lower_ not in nouns().title:
            return None
        for i in range(head.i + 1, min(head.i + 9, len(self._doc))):
            chunk = self.at(i)
            if chunk is not None:
                return chunk
            if not self._passes(self._doc[i]):
                return None
        return None

    def _possesses(self, chunk: Chunk) -> bool:
        """The actor owns something that is no actor: "Burma's activist", "Ana's plan"."""
        return chunk.end < len(self._doc) and self._doc[chunk.end].tag_ == "POS"

    def _passes(self, token: Token) -> bool:
        if token.is_punct or token.dep_ in ("cc", "conj", "preconj") or token.lower_ in _PASS:
            return token.text not in (";", ":", "—", "--") and token.lower_ not in ("but",)
        return token.tag_ in _PASS_TAGS and token.dep_ not in ("relcl", "acl", "advcl", "ROOT", "ccomp")


def _outermost(doc: Doc, mentions: SentenceMentions) -> list[Chunk]:
    """Mentions that no other contains; a person at the end of an office phrase names the office's holder."""
    kept: list[Chunk] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if doc[mention.head].lower_ in _NOT_ACTORS or not mention.public:
            continue
        if mention.kind == "group" and doc[mention.head].lemma_.lower() in SPOTS:
            continue
        if mention.kind == "office" and _is_predicate(doc[mention.head]):
            continue
        if mention.kind == "pronoun" and doc[mention.head].lower_ in ("it", "its") and not _agent(doc[mention.head]):
            continue
        whole = Chunk(mention, mention.start, mention.end)
        outer = next((k for k in kept if k.start <= mention.start and mention.end <= k.end), None)
        if outer is None:
            overlap = next((k for k in kept if k.start < mention.end and mention.start < k.end), None)
            if overlap is None:
                kept.append(whole)
            elif mention.kind == "person":
                kept[kept.index(overlap)] = Chunk(mention, min(overlap.start, mention.start), mention.end)
        elif mention.kind == "person" and outer.mention.kind == "office" and mention.start > outer.start:
            if mention.end == outer.end:
                kept[kept.index(outer)] = Chunk(mention, outer.start, outer.end)
        elif outer.mention.kind == "office" and mention.kind == "office" and _coordinated(doc, outer, mention):
            kept[kept.index(outer)] = Chunk(outer.mention, outer.start, mention.start)
            kept.append(whole)
    return sorted(kept, key=lambda k: k.start)


def _is_predicate(office: Token) -> bool:
    """What somebody is or becomes: "was appointed foreign minister", "as president of the talks"."""
    while office.dep_ == "conj":
        office = office.head
    if office.dep_ in ("attr", "oprd"):
        return True
    if office.dep_ == "dobj" and office.head.lemma_ in ("become", "remain", "appoint"):
        return not any(
            child.dep_ in ("det", "poss") and child.lower_ in ("a", "the", "his") for child in office.children
        )
    return office.dep_ == "pobj" and office.head.lower_ == "as" and office.head.head.lower_ not in ("well", "such")


def _agent(word: Token) -> bool:
    """ "it" as the subject of a reported clause ("Avaria said it would host talks"), or as accused."""
    verb = word.head
    if word.lower_ == "it" and word.dep_ == "dobj" and verb.lemma_ in BLAME["of"]:
        return True
    return (
        word.lower_ == "it"
        and word.dep_ == "nsubj"
        and verb.dep_ in ("ccomp", "conj")
        and verb.lemma_ not in ("be", "seem", "appear", "take", "remain", "become")
    )


def _coordinated(doc: Doc, outer: Chunk, mention: Mention) -> bool:
    """Two offices in one phrase by mistake: "the president of A and the president of B"."""
    return mention.start > outer.start and doc[mention.start - 1].lower_ in ("and", "the")


def _fold(doc: Doc, found: list[Chunk]) -> list[Chunk]:
    chunks: list[Chunk] = []
    for chunk in found:
        mention = chunk.mention
        if _modifies(doc, mention) or _in_brackets(doc, mention):
            continue
        last = chunks[-1] if chunks else None
        if last is not None and (continued(doc, last, chunk) or belongs(doc, last, chunk)):
            chunks[-1] = Chunk(last.mention, last.start, chunk.end)
        elif last is not None and (titles(doc, last, chunk) or double_title(doc, last, chunk)):
            chunks[-1] = Chunk(mention, last.start, chunk.end)
            while len(chunks) > 1 and double_title(doc, chunks[-2], chunks[-1]):
                chunks[-2:] = [Chunk(mention, chunks[-2].start, chunk.end)]
        elif last is not None and described(doc, last, chunk):
            names = mention if mention.kind == "person" and last.mention.kind != "person" else last.mention
            chunks[-1] = Chunk(names, last.start, chunk.end)
        else:
            chunks.append(chunk)
    return chunks


def _in_brackets(doc: Doc, mention: Mention) -> bool:
    """A source or an abbreviation in brackets: "(Reuters)"."""
    return (
        mention.kind != "person"
        and mention.start > 0
        and doc[mention.start - 1].text == "("
        and mention.end < len(doc)
        and doc[mention.end].text == ")"
    )


def _modifies(doc: Doc, mention: Mention) -> bool:
    """A demonym, place or body that only stands before a noun ("Turkish" in "Turkish troops")."""
    head = doc[mention.head]
    if not mention.nested or mention.kind not in ("people", "place", "seat", "organisation"):
        return False
    if mention.end < len(doc) and doc[mention.end].text in ("-", "–", "/"):
        return False
    if mention.kind == "place" and mention.stands_for is not None:  # "North and South Korea"
        return False
    return head.dep_ in ("amod", "compound", "nmod", "poss") and head.head.i >= mention.end
