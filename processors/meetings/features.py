"""What the scorer looks at: short strings about a draft, and about one actor in relation to a draft.

No feature holds a name or a stretch of text: dependency labels, lemmas of function words and of rule words, kinds.
"""

from collections.abc import Mapping

from processors.meetings.destinations import at_home, goal_of
from processors.meetings.grammar import is_passive, is_verb
from processors.meetings.organs import organ_features
from processors.meetings.slots import Draft, SlotFinder
from processors.meetings.titled_names import Chunk
from processors.meetings.word_classes import class_of
from processors.tokens import Doc, Token


def word_of(token: Token) -> str:
    """A word that may stand in a feature: its lemma unless it is part of a name or a number."""
    if token.pos_ in ("PROPN", "NUM") or token.ent_type_ in ("PERSON", "GPE", "ORG", "NORP", "DATE", "LOC", "FAC"):
        return token.pos_
    return token.lemma_.lower()


def path_between(low: Token, high: Token) -> list[str]:
    """Dependency steps from one token up to the common ancestor and down to the other, prepositions named."""
    above_low = [low, *low.ancestors]
    above_high = [high, *high.ancestors]
    places = {token.i: n for n, token in enumerate(above_high)}
    for steps, token in enumerate(above_low):
        if token.i in places:
            up = [_step(t, "<") for t in above_low[:steps]]
            down = [_step(t, ">") for t in reversed(above_high[: places[token.i]])]
            return [*up, *down]
    return ["apart"]


def _step(token: Token, direction: str) -> str:
    if token.dep_ in ("prep", "agent"):
        return f"{direction}{token.dep_}:{token.lower_}"
    return f"{direction}{token.dep_}"


def draft_features(draft: Draft, doc: Doc, slots: SlotFinder) -> list[str]:  # noqa: PLR0912, PLR0915 - a list of features
    head = draft.head
    found = ["bias", f"rule={draft.rule}", f"format={draft.format}", f"status={draft.status}"]
    found += [f"lemma={head.lemma_.lower()}", f"tag={head.tag_}", f"dep={head.dep_}"]
    count = len(draft.slots)
    found += [f"slots={min(count, 3)}", f"partner={draft.partner}", f"places={min(len(draft.places), 1)}"]
    found.append(f"rule={draft.rule}+slots={min(count, 2)}")
    found.append(f"rule={draft.rule}+partner={draft.partner}")
    kinds = sorted({_kind(slots, slot.head, doc) for slot in draft.slots})
    found += [f"has={kind}" for kind in kinds]
    found += [f"against={other}" for other in draft.against]
    found.append(f"kinds={'+'.join(kinds)}")
    found.append(f"format={draft.format}+kinds={'+'.join(kinds)}")
    for slot in draft.slots:
        chunk = slots.chunks.at(slot.head)
        if chunk is not None:
            before = doc[chunk.mention.start - 1] if chunk.mention.start > 0 else None
            if before is not None and before.pos_ in ("NOUN", "ADJ", "PROPN"):
                found.append(f"title={before.lower_ if before.ent_type_ == '' or before.pos_ != 'PROPN' else 'ent'}")
    for slot in draft.slots:
        mention = slots.mention(doc[slot.head])
        if mention is not None and mention.kind == "organisation":
            body = mention.hit.alias.actor.kind if mention.hit is not None else "unlisted"
            found += [f"body={body}", f"body={body}+partner={draft.partner}+slots={min(count, 2)}"]
    if draft.format != "visit":
        organisations = [k for k in kinds if k == "organisation"]
        found.append(f"one-body={len(draft.slots) == 1 and bool(organisations)}+partner={draft.partner}")
        found.append(f"slots={min(count, 3)}+partner={draft.partner}+lemma={head.lemma_.lower()}")
    chunks = list(slots.chunks)
    found.append(f"actors={min(len(chunks), 4)}")
    found += [f"any={kind}" for kind in {chunk.mention.kind for chunk in chunks}]
    for child in head.children:
        if child.dep_ in ("amod", "compound", "det", "poss", "nmod", "nummod"):
            found.append(f"mod={word_of(child)}")
            if child.pos_ == "PROPN":
                found.append(f"mod-ent={child.ent_type_}")
        elif child.dep_ in ("prep", "agent"):
            found.append(f"prep={child.lower_}")
            for inner in child.children:
                if inner.dep_ == "pobj":
                    found.append(f"pobj={child.lower_}:{_kind(slots, inner.i, doc)}")
                    found.append(f"pobj-word={word_of(inner)}")
        elif child.dep_ in ("dobj", "nsubj", "nsubjpass"):
            found.append(f"{child.dep_}={_kind(slots, child.i, doc)}")
            found.append(f"{child.dep_}-word={word_of(child)}")
        elif child.dep_ in ("aux", "neg", "auxpass", "mark", "advmod", "prt"):
            found.append(f"{child.dep_}={child.lower_}")
        else:
            found.append(f"child={child.dep_}")
    above = head.head
    if above != head:
        found.append(f"up={head.dep_}:{word_of(above)}")
        found.append(f"up={head.dep_}:{class_of(above)}")
        if above.dep_ == "prep" or head.dep_ == "pobj":
            found.append(f"upup={above.lower_}:{word_of(above.head)}")
            found.append(f"upword={word_of(above.head)}")
            found.append(f"upup={above.lower_}:{class_of(above.head)}")
    for i in (head.i - 2, head.i - 1, head.i + 1, head.i + 2):
        if 0 <= i < len(doc):
            found.append(f"w{i - head.i:+d}={word_of(doc[i])}")
    for place in draft.places[:2]:
        state = slots.is_state(doc[place])
        found.append(f"place-state={state}")
        found.append(f"format={draft.format}+state={state}+partner={draft.partner}")
    found += organ_features(draft, doc, slots)
    if draft.format == "visit":
        found.append(f"goal={goal_of(draft, doc, slots)}+partner={draft.partner}")
        home = at_home(draft, doc, slots)
        found += [f"home={home}", f"home={home}+partner={draft.partner}", f"home={home}+rule={draft.rule}"]
    root = next((t for t in doc if t.dep_ == "ROOT"), head)
    found.append(f"root={word_of(root)}")
    found.append(f"root-class={class_of(root)}+format={draft.format}")
    return found


def _kind(slots: SlotFinder, token: int, doc: Doc) -> str:
    mention = slots.mention(doc[token])
    if mention is None:
        return "none"
    if mention.kind == "place":
        return "state" if slots.is_state(doc[token]) else "place"
    return mention.kind


def actor_features(draft: Draft, chunk: Chunk, doc: Doc, slots: SlotFinder, roles: Mapping[int, str]) -> list[str]:
    head, actor = draft.head, doc[chunk.mention.head]
    chosen = roles.get(chunk.mention.head, "out")
    kind = _kind(slots, chunk.mention.head, doc)
    path = path_between(head, actor)
    bare = [step.split(":")[0] for step in path]
    side = "before" if actor.i < head.i else "after"
    count = len(draft.slots)
    found = [
        "bias",
        f"role={chosen}",
        f"kind={kind}",
        f"role={chosen}+kind={kind}",
        f"role={chosen}+count={min(count, 3)}",
    ]
    found.append(f"role={chosen}+rule={draft.rule}")
    found.append(f"role={chosen}+partner={draft.partner}")
    found.append(f"role={chosen}+format={draft.format}+kind={kind}")
    found.append(f"path={' '.join(path[-6:])}")
    found.append(f"bare={' '.join(bare[-6:])}")
    found.append(f"format={draft.format}+bare={' '.join(bare[-5:])}")
    found.append(f"rule={draft.rule}+path={' '.join(path[-4:])}")
    found.append(f"end={' '.join(path[-2:])}")
    found.append(f"end={' '.join(path[-2:])}+kind={kind}")
    found.append(f"len={min(len(path), 8)}")
    before = doc[chunk.start - 1].lower_ if chunk.start > 0 else "^"
    after = doc[chunk.end].lower_ if chunk.end < len(doc) else "$"
    found += [
        f"prev={before if not doc[chunk.start - 1].ent_type_ else 'ent'}",
        f"next={after if chunk.end < len(doc) and not doc[chunk.end].ent_type_ else 'ent'}",
    ]
    found.append(f"prev={before}+side={side}+kind={kind}")
    found.append(f"format={draft.format}+prev={before}+kind={kind}")
    chunks = list(slots.chunks)
    ordered = sorted({*(c.mention.head for c in chunks), chunk.mention.head, head.i})
    gap = ordered.index(head.i) - ordered.index(chunk.mention.head)
    found.append(f"gap={max(-4, min(4, gap))}")
    found.append(f"gap={max(-4, min(4, gap))}+kind={kind}+partner={draft.partner}")
    distance = abs(head.i - actor.i)
    found.append(f"near={side}{0 if distance < 3 else 1 if distance < 7 else 2 if distance < 15 else 3}")
    found.append(f"dep={actor.dep_}")
    found.append(f"subject-of-root={actor.dep_ in ('nsubj', 'nsubjpass') and actor.head.dep_ == 'ROOT'}")
    found += _governors(actor, side, chosen)
    listed = {c.mention.head for c in slots.chunks.listed(actor)} & set(roles)
    found.append(f"with-slot={bool(listed - {actor.i})}")
    found.append(f"nested={chunk.mention.nested}")
    if chunk.mention.hit is not None:
        found.append(f"listed={chunk.mention.hit.alias.actor.kind}+role={chosen}+format={draft.format}")
    found += _position(draft, actor, chosen, kind)
    found.append(f"in-places={actor.i in draft.places}+state={kind == 'state'}")
    found.append(f"empty={count == 0}+kind={kind}")
    if draft.format == "visit" and kind in ("state", "people"):
        cities = {slots.country_of(doc[i]) for i in draft.places if not slots.is_state(doc[i])} - {None}
        hit = chunk.mention.hit
        found.append(f"country-of-city={hit is not None and hit.alias.actor.country in cities}")
    return found


def _governors(actor: Token, side: str, chosen: str) -> list[str]:
    """The words that the actor hangs on, and their sorts."""
    found = []
    if actor.dep_ in ("nsubj", "nsubjpass", "dobj"):
        found.append(f"{actor.dep_}-of={word_of(actor.head)}")
        found.append(f"{actor.dep_}+passive={is_passive(actor.head)}")
    if actor.dep_ == "pobj":
        found.append(f"pobj-of={actor.head.lower_}:{word_of(actor.head.head)}")
        found.append(f"pobj-of={actor.head.lower_}:{class_of(actor.head.head)}+side={side}")
        found.append(f"pobj-of-class={class_of(actor.head.head)}+role={chosen}")
    elif actor.dep_ != "ROOT":
        found.append(f"{actor.dep_}-of-class={class_of(actor.head)}+side={side}")
        found.append(f"{actor.dep_}-of-class={class_of(actor.head)}+role={chosen}")
    return found


def _verbs_above(token: Token) -> list[Token]:
    return [t for t in token.ancestors if is_verb(t)]


def _position(draft: Draft, actor: Token, chosen: str, kind: str) -> list[str]:
    """Where the actor stands in the clauses around the trigger, in terms that hold for any verb."""
    head = draft.head
    verbs = [head, *_verbs_above(head)] if is_verb(head) else _verbs_above(head)
    found = []
    inside = head in actor.ancestors
    found.append(f"inside={inside}")
    where = "none"
    for level, verb in enumerate(verbs[:5]):
        if actor.head.i == verb.i:
            where = f"{actor.dep_}@{level}"
            break
        if actor.head.head.i == verb.i and actor.dep_ == "pobj":
            where = f"{actor.head.lower_}@{level}"
            break
    else:
        common = next((level for level, verb in enumerate(verbs[:6]) if verb in actor.ancestors), -1)
        between = _verbs_above(actor)
        where = f"under@{common}:{min(3, len(between))}"
    if inside:
        where = "inside:" + next((_step(t, "") for t in [actor, *actor.ancestors] if t.head.i == head.i), "?")
    found.append(f"where={where}")
    found.append(f"where={where}+kind={kind}")
    found.append(f"where={where}+format={draft.format}")
    found.append(f"where={where}+partner={draft.partner}+role={chosen}")
    chain = [t.dep_ for t in [actor, *actor.ancestors]]
    for label in ("advcl", "relcl", "acl", "ccomp", "conj", "poss", "appos", "amod", "compound"):
        if label in chain[:3]:
            found.append(f"chain={label}+side={actor.i < head.i}+role={chosen}")
    clause = next((t for t in [actor, *actor.ancestors] if is_verb(t)), None)
    mine = next((t for t in [head, *head.ancestors] if is_verb(t)), None)
    if clause is not None:
        found.append(f"clause-class={class_of(clause)}+role={chosen}")
        found.append(f"clause-class={class_of(clause)}+same={mine is not None and clause.i == mine.i}+k={kind}")
    same = clause is not None and mine is not None and clause.i == mine.i
    found.append(f"same-clause={same}+role={chosen}+kind={kind}")
    found.append(f"same-clause={same}+partner={draft.partner}+count={min(len(draft.slots), 3)}+role={chosen}")
    if actor.dep_ == "poss" or (actor.pos_ == "PRON" and actor.tag_ == "PRP$"):
        found.append(f"owns-trigger={actor.head.i == head.i}+role={chosen}")
    found.append(f"pron={actor.lower_ if actor.pos_ == 'PRON' else '-'}+role={chosen}")
    return found
