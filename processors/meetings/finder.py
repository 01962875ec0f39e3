"""Finds meetings in one parsed sentence."""

from datetime import date
from functools import cache

from processors.actors.mentions import SentenceMentions
from processors.actors.resolver import ActorResolver
from processors.candidate import MeetingCandidate
from processors.meetings.beyond_parse import complete_beyond_parse
from processors.meetings.grammar import modifier_words, objects
from processors.meetings.lists import complete, lists_of
from processors.meetings.nominals import find_nominals, noun_rules
from processors.meetings.other_senses import is_sure, other_sense
from processors.meetings.parties import SentenceReading
from processors.meetings.rules import MeetingRules, load_meeting_rules
from processors.meetings.same import merge, merge_weighed
from processors.meetings.slots import Draft, SlotFinder
from processors.meetings.status import StatusReader
from processors.meetings.verbs import find_verbs, has_room, verb_rules
from processors.meetings.visits import unite_visits
from processors.meetings.weighing import Weighing
from processors.story import Story
from processors.tokens import Doc, Token


@cache
def _rules() -> MeetingRules:
    return load_meeting_rules()


@cache
def _weighing() -> Weighing:
    return Weighing.shipped()


def find_meetings(
    story: Story,
    sentence_index: int,
    mentions: SentenceMentions,
    *,
    rules: MeetingRules | None = None,
    weighing: Weighing | None = None,
    resolver: ActorResolver | None = None,
) -> list[MeetingCandidate]:
    """Every meeting that a parsed sentence reports, in the order of their triggers.

    A candidate has at least one slot that holds an actor by its form; whether it names anyone in this article is the
    resolver's to say. `resolver` is the story's, where there is one already.
    """
    doc = story.docs[sentence_index]
    slots, drafts = drafts_in(doc, mentions, rules, story.version_created.date())
    if not drafts:
        return []
    reading = SentenceReading(story, sentence_index, slots, resolver or ActorResolver(story), drafts)
    settled = (weighing or _weighing()).settle(drafts, reading)
    return [_candidate(draft, sentence_index) for draft in unite_visits(merge_weighed(settled), reading)]


def may_report_meetings(doc: Doc, rules: MeetingRules | None = None) -> bool:
    """False when no word of a parsed sentence, which may be without entities yet, can be that of a meeting."""
    rules = rules or _rules()
    return any(_may_be_one(token, rules) for token in doc)


def _may_be_one(token: Token, rules: MeetingRules) -> bool:
    verbal = any(has_room(token, rule) for rule in verb_rules(token, rules))
    if not verbal and next(noun_rules(token, rules), None) is None:
        return False
    other = other_sense(token, rules.other_senses)
    return other is None or other.soft


def drafts_in(
    doc: Doc, mentions: SentenceMentions, rules: MeetingRules | None = None, published: date | None = None
) -> tuple[SlotFinder, list[Draft]]:
    """What the rules find before it is weighed: every draft of the sentence, also those without an actor."""
    rules = rules or _rules()
    slots = SlotFinder(doc, mentions)
    reader = StatusReader(rules)
    drafts = []
    for draft in [*find_verbs(doc, rules, slots), *find_nominals(doc, rules, slots)]:
        other = other_sense(draft.head, rules.other_senses)
        if other is not None:
            if is_sure(other, draft.partner or _is_of_states(draft, slots)):
                continue
            draft.against.append(other.id)
        reading = reader.read(draft.head, published)
        draft.status = reading.status or "held"
        draft.cues = reading.cues
        complete_beyond_parse(draft, slots)
        drafts.append(draft)
    chunks = list(slots.chunks) if drafts else []
    lists = lists_of(doc, chunks)
    for draft in drafts:
        complete(draft, doc, chunks, lists)
    drafts = merge(sorted(drafts, key=lambda d: d.head.i))
    for draft in drafts:
        _format(draft, rules)
    return slots, drafts


def _is_of_states(draft: Draft, slots: SlotFinder) -> bool:
    """A body of several states sits together by itself: the World Bank, a Norwegian-Swedish council."""
    mentions = [slots.mention(draft.head.doc[slot.head]) for slot in draft.slots]
    if any(m is not None and m.hit is not None and m.hit.alias.actor.kind == "igo" for m in mentions):
        return True
    doc = draft.head.doc
    names = [token for slot in draft.slots for token in doc[slot.start + 1 : slot.end - 1]]
    return any(t.text in "-–" and doc[t.i - 1].text[:1].isupper() and doc[t.i + 1].text[:1].isupper() for t in names)


def _format(draft: Draft, rules: MeetingRules) -> None:
    lemma = draft.head.lemma_.lower()
    near = modifier_words(draft.head) | _adjuncts(draft.head)
    for cue in rules.formats:
        if not near & set(cue.lemma):
            continue
        if cue.flag and cue.flag not in draft.flags:
            draft.flags.append(cue.flag)
        if cue.format is not None and lemma in cue.of:
            draft.format = cue.format


def _adjuncts(head: Token) -> set[str]:
    """Lemmas of the nouns in the trigger's adjuncts and objects ("spoke by telephone", "discussed a solution")."""
    return {
        child.lemma_.lower()
        for preposition in head.children
        if preposition.dep_ == "prep" and preposition.lower_ in ("by", "over", "on", "via", "at", "in")
        for child in preposition.children
        if child.dep_ == "pobj"
    } | {child.lemma_.lower() for child in objects(head) if head.pos_ == "VERB"}


def _candidate(draft: Draft, sentence: int) -> MeetingCandidate:
    return MeetingCandidate(
        rule=draft.rule,
        sentence=sentence,
        trigger=draft.trigger,
        head=draft.head.i,
        slots=sorted(draft.slots, key=lambda slot: slot.start),
        status=draft.status,
        format=draft.format,
        flags=draft.flags,
        confidence=round(draft.confidence, 3),
        partner=draft.partner,
        why=[f"rule {draft.rule}", *draft.cues, *draft.why],
    )
