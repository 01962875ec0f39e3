"""What pronouns and pairs look back to, within one article.

A person's pronoun takes the subject of a clause above it, else the last person named before it, else the subject of the
sentences before; "they" takes the last plural or coordination; "it" the last body or country.
"""

from collections.abc import Callable, Iterator

from processors.actors.antecedents import Sex, is_body, is_person, joined, last_plural
from processors.actors.clauses import clauses_above, depth_of, is_said_by, is_several, opens, own_subject, speaks_for
from processors.actors.described_bodies import described
from processors.actors.mention import Mention, SentenceMentions
from processors.actors.pairs import SENTENCES_BACK, Antecedent, Pairs
from processors.actors.speech import Quotations, speaker_subject, subject_of
from processors.story import Story
from processors.tokens import Token

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
_FIRST = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_GOING = frozenset({"visit", "trip", "tour", "travel", "arrive", "arrival", "go", "fly", "come", "return", "invite"})

_LINKS = 5
"""Pronouns that are followed from one to the next; a column of sentences may each begin with "He"."""
_SUBJECTS = 12
"""Subjects of a sentence, the outermost, that a pronoun in a later one may mean; news has fewer."""


class Coreference:
    """Antecedents of one story's pronouns and pairs. Works on the sentences that were parsed."""

    def __init__(self, story: Story, mentions: Callable[[int], SentenceMentions]) -> None:
        self._story = story
        self._mentions = mentions
        self._pairs = Pairs(story, mentions)
        self.quotations = Quotations(story)
        self._found: dict[tuple[int, int, int], list[Antecedent]] = {}
        self._outermost_first: dict[int, list[Token]] = {}

    def antecedents(self, index: int, token_at: int, depth: int = 0) -> list[Antecedent]:
        """What the pronoun at a token stands for: one mention, several for a plural, none when nothing fits."""
        asked = (index, token_at, depth)
        if asked not in self._found:
            self._found[asked] = self._looked_up(*asked)
        return self._found[asked]

    def _looked_up(self, index: int, token_at: int, depth: int) -> list[Antecedent]:
        doc = self._story.docs[index]
        token = doc[token_at]
        word = token.lower_
        if word in _FIRST:
            return self.speaker(index, token, depth)
        if word in _RELATIVE:
            return self._relative(index, token)
        if word in _THEY:
            return self._of_noun_beside(index, token) or self._plural(index, token)
        if word in _SHE:
            known = self._single(index, token, lambda i, m: self._is_person(i, m, "female", known=True), depth)
            return known or self._single(index, token, lambda i, m: self._is_person(i, m, "female"), depth)
        if word in _HE:
            return self._single(index, token, lambda i, m: self._is_person(i, m, "male"), depth)
        if word in _IT:
            return self._single(index, token, self._is_body, depth)
        return []

    def speaker(self, index: int, token: Token, depth: int = 0) -> list[Antecedent]:
        """Who says "I" at a token: the subject of the reporting verb in the sentence, or in the ones beside it."""
        if depth > _LINKS or not self.quotations.holds(index, token):
            return []
        for number in (index, index - 1, index + 1, index - 2):
            doc = self._story.docs.get(number)
            if doc is None or self._story.sentences[number].part != self._story.sentences[index].part:
                continue
            subject = speaker_subject(doc)
            if subject is None or self.quotations.holds(number, subject):
                continue
            found = self._of_token(number, subject, depth + 1)
            if found:
                return found
        return []

    def pair(self, index: int, token_at: int) -> list[Antecedent]:
        """The two that "the two leaders" or "both sides" look back to; empty unless two were named before."""
        return self._pairs.before(index, token_at)

    def country(self, index: int, token_at: int) -> Antecedent | None:
        """The country that "the country" means: the last one named before it, as itself or by its people. One does not
        visit one's own: "President Ana Roy of Avaria" goes to another."""
        before = (
            Antecedent(number, mention)
            for number, mention in self._before(index, token_at)
            if mention.hit is not None and mention.hit.alias.actor.kind == "state"
        )
        last = next(before, None)
        if last is None or not _is_visited(self._story.docs[index][token_at]):
            return last
        visitor = self._visitor(index, self._story.docs[index][token_at])
        if visitor is not None:
            others = (a for a in [last, *before] if self._titled(a) != visitor)
            return next(others, last)
        if self._titled(last) is None:
            return last
        return next((a for a in before if _state_of(a) != _state_of(last)), last)

    def body(self, index: int, token_at: int) -> Antecedent | None:
        """The body that "the group" or "the ministry" at a token looks back to."""
        noun = self._story.docs[index][token_at].lower_
        return described(self._story, noun, self._before(index, token_at))

    def _titled(self, antecedent: Antecedent) -> Antecedent | None:
        """Who has a country in his title ("Avarian" in "Avarian President Ana Roy")."""
        doc = self._story.docs[antecedent.sentence]
        noun = doc[antecedent.mention.head]
        while noun.dep_ in {"amod", "compound", "nmod", "poss"} and noun.head.i > noun.i:
            noun = noun.head
        titled = self._mentions(antecedent.sentence).headed_by(noun.i)
        is_titled = titled is not None and titled.kind in {"person", "office"}
        return Antecedent(antecedent.sentence, titled) if is_titled and titled is not None else None

    def _visitor(self, index: int, country: Token) -> Antecedent | None:
        """Who goes to "the country": the owner of the visit, or the subject of the verb."""
        going = country.head.head if country.dep_ == "pobj" else country.head
        owner = next((c for c in going.children if c.dep_ == "poss"), None)
        if owner is None and going.pos_ in {"VERB", "AUX"}:
            owner = subject_of(going)
        found = self._of_token(index, owner, 1) if owner is not None else []
        return found[0] if len(found) == 1 else None

    def _of_token(self, index: int, token: Token, depth: int) -> list[Antecedent]:
        mention = self._mentions(index).at(token.i)
        if mention is None:
            return []
        if mention.kind == "pronoun":
            return self.antecedents(index, mention.head, depth + 1) if depth <= _LINKS else []
        return [Antecedent(index, mention)]

    def _single(self, index: int, token: Token, fits: Callable[[int, Mention], bool], depth: int) -> list[Antecedent]:
        doc = self._story.docs[index]
        passed = own_subject(token)
        if passed is not None:
            fits = _another_than(self._meant_by(index, passed, depth), fits)
        voices: list[Antecedent] = []
        for verb, subject in clauses_above(token):
            mention = self._mentions(index).at(subject.i)
            if mention is None or mention.start <= token.i < mention.end or subject == passed:
                continue
            if mention.kind == "pronoun" and mention.head != token.i and doc[mention.head].lower_ in _same_kind(token):
                if depth <= _LINKS and (found := self.antecedents(index, mention.head, depth + 1)):
                    return found
            elif fits(index, mention) and speaks_for(doc[mention.head], token):
                if (master := self._master(index, mention, fits)) is not None:
                    return [Antecedent(index, master)]
                voices.append(Antecedent(index, mention))
            elif fits(index, mention):
                return [Antecedent(index, mention)]
            elif is_several(subject) and (inside := self._inside(index, verb, token, fits)):
                return [Antecedent(index, inside)]
        before = [
            m
            for m in self._mentions(index)
            if m.end <= token.i
            and Antecedent(index, m) not in voices
            and fits(index, m)
            and not m.nested
            and not is_said_by(doc[m.head], token)
        ]
        before = [m for m in before if passed is None or not m.start <= passed.i < m.end] or before
        if before:
            subjects = [m for m in before if doc[m.head].dep_ in {"nsubj", "nsubjpass"}]
            if not subjects and opens(doc, before[0]):
                subjects = before[:1]
            return [Antecedent(index, (subjects or before)[-1])]
        earlier = self._in_sentences_before(index, token, fits, depth)
        return earlier or voices[:1] or self._in_sentence_after(index, token, fits)

    def _master(self, index: int, voice: Mention, fits: Callable[[int, Mention], bool]) -> Mention | None:
        """For whom somebody speaks: "a spokesman for Ana Roy"."""
        inside = (m for m in self._mentions(index) if voice.start <= m.start and m.end <= voice.end and m is not voice)
        return next((m for m in inside if m.kind == "person" and fits(index, m)), None)

    def _meant_by(self, index: int, subject: Token, depth: int) -> Antecedent | None:
        """Whom the pronoun that is the subject stands for: not whom its object does ("he met with him")."""
        if depth > _LINKS or subject.lower_ not in _HE | _SHE | _IT:
            return None
        return next(iter(self.antecedents(index, subject.i, depth + 1)), None)

    def _inside(self, index: int, verb: Token, token: Token, fits: Callable[[int, Mention], bool]) -> Mention | None:
        """Who is in the clause of a verb whose subject cannot be meant: "they plotted to kill Ana on her visit"."""
        doc = self._story.docs[index]
        inside = [
            m
            for m in self._mentions(index)
            if verb.i < m.start
            and m.end <= token.i
            and fits(index, m)
            and not m.nested
            and verb.is_ancestor(doc[m.head])
        ]
        return inside[-1] if inside else None

    def _in_sentences_before(
        self, index: int, token: Token, fits: Callable[[int, Mention], bool], depth: int
    ) -> list[Antecedent]:
        for number in range(index - 1, index - 1 - SENTENCES_BACK, -1):
            doc = self._story.docs.get(number)
            if doc is None or self._story.sentences[number].part != self._story.sentences[index].part:
                continue
            for subject in self._subjects(number):
                mention = self._mentions(number).at(subject.i) or self._named_of(number, subject)
                if mention is None:
                    continue
                if mention.kind == "pronoun" and subject.lower_ in _same_kind(token):
                    if depth <= _LINKS and (found := self.antecedents(number, mention.head, depth + 1)):
                        return found
                elif fits(number, mention):
                    return [Antecedent(number, mention)]
            rest = [
                m for m in self._mentions(number) if fits(number, m) and not m.nested and doc[m.head].dep_ != "poss"
            ]
            if rest:
                return [Antecedent(number, rest[0])]
        return []

    def _in_sentence_after(self, index: int, token: Token, fits: Callable[[int, Mention], bool]) -> list[Antecedent]:
        """Who the next sentence is about, where nobody was named before: "He was heard. Tallis then left"."""
        following = self._story.docs.get(index + 1)
        if following is None or self._story.sentences[index + 1].part != self._story.sentences[index].part:
            return []
        if token.dep_ not in {"nsubj", "nsubjpass", "poss"}:
            return []
        subjects = (self._mentions(index + 1).headed_by(subject.i) for subject in self._subjects(index + 1))
        named = next((m for m in subjects if m is not None), None)
        return [Antecedent(index + 1, named)] if named is not None and named.is_name and fits(index + 1, named) else []

    def _subjects(self, index: int) -> list[Token]:
        """The subjects of a sentence, those of its outermost clauses first."""
        if index not in self._outermost_first:
            doc = self._story.docs[index]
            subjects = (t for t in doc if t.dep_ in {"nsubj", "nsubjpass"})
            self._outermost_first[index] = sorted(subjects, key=depth_of)[:_SUBJECTS]
        return self._outermost_first[index]

    def _named_of(self, index: int, subject: Token) -> Mention | None:
        """Kosovo in "the province of Kosovo", where the noun itself is no actor."""
        for preposition in subject.children:
            if preposition.dep_ == "prep" and preposition.lower_ == "of":
                for named in preposition.children:
                    mention = self._mentions(index).headed_by(named.i)
                    if mention is not None and mention.kind == "place":
                        return mention
        return None

    def _of_noun_beside(self, index: int, token: Token) -> list[Antecedent]:
        """Norland in "solidarity with the people of Norland in their struggle": the noun that the phrase is about."""
        preposition = token.head.head
        if token.dep_ != "poss" or token.head.dep_ != "pobj" or preposition.lower_ != "in":
            return []
        noun = preposition.head
        mention = self._mentions(index).headed_by(noun.i)
        if noun.tag_ != "NNS":
            return []
        inside = [c for p in noun.children if p.lower_ == "of" for c in p.children if c.dep_ == "pobj"]
        named = [m for c in inside if (m := self._mentions(index).headed_by(c.i)) is not None and m.is_name]
        found = named or ([mention] if mention is not None and mention.public else [])
        return [Antecedent(index, one) for one in found[:1]]

    def _plural(self, index: int, token: Token) -> list[Antecedent]:
        for number in range(index, max(-1, index - 1 - SENTENCES_BACK), -1):
            doc = self._story.docs.get(number)
            if doc is None:
                continue
            limit = token.i if number == index else len(doc)
            before = [m for m in self._mentions(number) if m.end <= limit and m.kind != "pronoun" and not m.nested]
            before = [m for m in before if number != index or not is_said_by(doc[m.head], token)]
            found = joined(doc, before) or last_plural(doc, before)
            if not found:
                people = [m for m in before if m.kind == "person"]
                found = people[:2] if len(people) == 2 else []
            if found:
                return [Antecedent(number, mention) for mention in found]
        return []

    def _relative(self, index: int, token: Token) -> list[Antecedent]:
        clause = next((t for t in [token, *token.ancestors] if t.dep_ in {"relcl", "acl"}), None)
        return self._of_token(index, clause.head, 2) if clause is not None else []

    def _before(self, index: int, token_at: int) -> Iterator[tuple[int, Mention]]:
        """Mentions before a token, the nearest first, back through the parsed sentences."""
        for number in range(index, max(-1, index - 1 - SENTENCES_BACK), -1):
            if number not in self._story.docs:
                continue
            limit = token_at if number == index else len(self._story.docs[number])
            for mention in sorted((m for m in self._mentions(number) if m.end <= limit), key=lambda m: -m.head):
                yield number, mention

    def _is_person(self, index: int, mention: Mention, sex: Sex, *, known: bool = False) -> bool:
        return is_person(self._story.docs[index], mention, sex, known=known)

    def _is_body(self, index: int, mention: Mention) -> bool:
        return is_body(self._story.docs[index], mention)


def _another_than(one: Antecedent | None, fits: Callable[[int, Mention], bool]) -> Callable[[int, Mention], bool]:
    return lambda index, mention: fits(index, mention) and Antecedent(index, mention) != one


def _is_visited(noun: Token) -> bool:
    """True where somebody goes: "a visit to the country", "to tour the country"."""
    above = [noun.head, noun.head.head] if noun.dep_ == "pobj" else [noun.head]
    return any(t.lemma_.lower() in _GOING for t in above)


def _state_of(antecedent: Antecedent) -> str | None:
    return antecedent.mention.hit.alias.actor.id if antecedent.mention.hit is not None else None


def _same_kind(token: Token) -> frozenset[str]:
    return next((kind for kind in (_HE, _SHE, _IT) if token.lower_ in kind), frozenset())
