"""Reading a dependency parse: subjects, noun phrases, coordination (spaCy's CLEAR labels)."""

from collections.abc import Iterator

from processors.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "dative", "obj"})
_OUTSIDE_PHRASE = frozenset({"relcl", "conj", "cc", "punct", "acl", "advcl", "ccomp", "parataxis", "preconj"})
_PHRASE_PREPOSITIONS = frozenset({"of", "from", "for", "de", "al", "bin"})
_COMPOUND_PREPOSITIONS = frozenset({"ahead", "prior", "because", "instead", "eve"})
_RELATIVE = frozenset({"WDT", "WP", "WP$"})

_AMOUNTS = frozenset(
    [
        *("range", "number", "series", "variety", "couple", "dozen", "handful", "array", "host"),
        *("any", "some", "many", "several", "most", "all", "both", "each", "none", "few"),
    ]
)
# Their object, not their subject, does what the infinitive says ("urged Ana to meet Bo").
OBJECT_CONTROL = frozenset(
    [
        "invite",
        "urge",
        "ask",
        "tell",
        "order",
        "persuade",
        "force",
        "allow",
        "encourage",
        "advise",
        "instruct",
        "call",
        "press",
        "pressure",
        "beg",
        "help",
        "permit",
        "request",
        "send",
        "expect",
        "want",
        "convince",
        "lead",
        "enable",
        "require",
        "authorize",
        "authorise",
        "implore",
        "warn",
        "prompt",
        "lobby",
        "push",
        "dispatch",
        "compel",
        "challenge",
        "appoint",
    ]
)

# Their object does what stands behind the preposition ("accused Ana of meeting Bo").
BLAME = {
    "of": frozenset({"accuse", "suspect", "convict", "warn", "acquit"}),
    "for": frozenset({"blame", "criticise", "criticize", "condemn", "attack", "praise", "thank", "rebuke", "denounce"}),
    "from": frozenset({"prevent", "stop", "ban", "bar", "discourage", "keep", "prohibit", "dissuade", "block"}),
    "with": frozenset({"charge"}),
    "into": frozenset({"talk", "pressure", "force", "persuade"}),
}


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated with it, left to right."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i and not is_verb(child):
            found += conjuncts(child)
    return found


def among(token: Token) -> Token:
    """The leaders in "a range of leaders"."""
    if token.lemma_.lower() not in _AMOUNTS:
        return token
    inner = [obj for name, _, obj in prepositions(token) if name == "of"]
    return inner[0] if inner else token


def phrase(head: Token) -> tuple[int, int]:
    """Token range of the noun phrase of `head` without relative clauses, conjuncts and most prepositions."""
    start = end = head.i
    for child in head.children:
        if child.dep_ in _OUTSIDE_PHRASE:
            continue
        if child.dep_ == "prep" and child.lower_ not in _PHRASE_PREPOSITIONS:
            continue
        if child.dep_ == "appos" and child.i - end > 12:
            continue
        left, right = phrase(child)
        start, end = min(start, left), max(end, right - 1)
    return start, end + 1


def modifier_words(noun: Token) -> set[str]:
    """Lower-case words and lemmas that stand before the noun in its phrase."""
    words = set()
    for token in noun.doc[noun.left_edge.i : noun.i]:
        if token.dep_ not in ("poss", "case") and (
            noun.i in (token.head.i, token.head.head.i) or token.dep_ == "compound"
        ):
            words |= {token.lower_, token.lemma_.lower()}
    for token in noun.doc[max(0, noun.i - 2) : noun.i]:
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
            words |= {token.lower_, token.lemma_.lower()}
    return words


def prepositions(token: Token) -> Iterator[tuple[str, Token, Token]]:
    """(preposition, its token, its object) for each prepositional phrase of the token; `by` also as agent."""
    for child in token.children:
        if (child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV")) or (
            child.dep_ == "conj" and child.dep_ == "prep"
        ):
            yield from _objects_of(child.lower_, child)


def _objects_of(name: str, preposition: Token) -> Iterator[tuple[str, Token, Token]]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield name, preposition, child
        elif child.dep_ == "prep" or (child.dep_ == "conj" and child.pos_ == "ADP"):  # "along with", "together with"
            yield from _objects_of(child.lower_, child)


def agents(verb: Token) -> list[Token]:
    """Who does what a passive verb or participle says ("hosted by Ana")."""
    return [obj for name, _, obj in prepositions(verb) if name == "by"]


def is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ == "acl"
    )


def objects(verb: Token) -> list[Token]:
    """The objects of a verb; where it has none, the name that the parse takes for what somebody is called ("called
    Senator Ana Roy")."""
    found = [child for child in verb.children if child.dep_ in OBJECTS]
    if found or is_passive(verb):
        return found
    return [child for child in verb.children if child.dep_ == "oprd" and child.pos_ == "PROPN"]


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who the verb is said of: its subject, or the one it shares with, or is controlled by, a higher predicate."""
    if depth > 8:
        return []
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own:
        if own[0].tag_ in _RELATIVE and verb.dep_ in ("relcl", "acl"):
            return [verb.head]
        return own
    head = verb.head
    if head == verb:
        return []
    if verb.dep_ == "conj" and is_verb(head):
        return subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl", "ccomp", "dep"):
        return _controller(verb, head, depth)
    if verb.dep_ == "pcomp":  # "after meeting Ana", "by inviting Bo"
        return _blamed(head) or of_predicate(head.head, depth + 1)
    if verb.dep_ in ("acl", "relcl"):
        if verb.tag_ == "VBG":
            return [head]
        return of_predicate(head, depth + 1)  # "a plan to meet", "efforts to mediate"
    return []


def _blamed(preposition: Token) -> list[Token]:
    """Who is accused, praised or kept from what a preposition introduces; "by" says how the accused did it."""
    verb = preposition.head
    names = [preposition.lower_, *(c.lower_ for c in verb.children if c.dep_ == "prep" and preposition.lower_ == "by")]
    if not is_verb(verb) or not any(verb.lemma_.lower() in BLAME.get(name, ()) for name in names):
        return []
    return objects(verb) or [c for c in verb.children if c.dep_ == "nsubjpass"]


def _controller(verb: Token, head: Token, depth: int) -> list[Token]:
    if is_verb(head):
        if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.lemma_.lower() in OBJECT_CONTROL:
            controlled = objects(head) or (
                [c for c in head.children if c.dep_ == "nsubjpass"] if is_passive(head) else []
            )
            if controlled and verb.dep_ != "advcl":
                return controlled
            if controlled and head.lemma_.lower() in ("invite", "urge", "send", "dispatch"):
                return controlled
        return subjects(head, depth + 1)
    if head.dep_ in ("acomp", "attr", "oprd") and is_verb(head.head):  # "was unable to meet"
        return subjects(head.head, depth + 1)
    return of_predicate(head, depth + 1)


def of_predicate(token: Token, depth: int = 0) -> list[Token]:
    """Whose predicate a verb or noun is: subjects of a verb; possessor, agent or governing subject of a noun."""
    if depth > 8:
        return []
    if is_verb(token):
        return subjects(token, depth)
    owner = [child for child in token.children if child.dep_ == "poss"]
    if owner:
        return owner
    by = [obj for name, _, obj in prepositions(token) if name in ("by", "from")]
    if by:
        return by
    of = [obj for name, _, obj in prepositions(token) if name == "of" and obj.pos_ == "PROPN"]
    if of and token.pos_ == "NOUN" and depth:
        return of
    return governing_subject(token, depth + 1)


def governing_subject(noun: Token, depth: int = 0) -> list[Token]:
    """The subject of the clause in which a noun is object, complement or in an adverbial phrase."""
    head, dep = noun.head, noun.dep_
    if depth > 8 or head == noun:
        return []
    if dep in OBJECTS or dep in ("attr", "oprd", "npadvmod"):
        return subjects(head, depth + 1) if is_verb(head) else []
    if dep == "pobj":
        above = head.head
        if head.lower_ != "from" and (blamed := _blamed(head)):  # who is kept from talks does not hold them
            return blamed
        while (above.pos_ == "ADP" or above.lower_ in _COMPOUND_PREPOSITIONS) and above.head != above:
            above = above.head
        return of_predicate(above, depth + 1)
    if dep in ("conj", "compound", "appos", "nmod", "pcomp"):
        return governing_subject(head, depth + 1)
    if dep == "nsubjpass" and is_verb(head):
        return agents(head)
    return []


def holder(noun: Token) -> tuple[str, Token]:
    """How a noun hangs in its clause: (relation, governor), with prepositions named ("after", verb)."""
    if noun.dep_ == "pobj":
        return noun.head.lower_, noun.head.head
    if noun.dep_ == "conj" and not is_verb(noun.head):
        return holder(noun.head)
    return noun.dep_, noun.head


def reciprocal(tokens: list[Token]) -> bool:
    """Whether a subject is several actors ("Ana and Bo", "the leaders", "they")."""
    if len(tokens) > 1:
        return True
    for token in tokens:
        if len(conjuncts(token)) > 1 or token.tag_ in ("NNS", "NNPS"):
            return True
        if token.lower_ in ("they", "we", "both", "two", "three", "sides", "who"):
            return True
    return False


def inviters(verb: Token) -> list[Token]:
    """Who invites the verb's subject: "Ana invites Bo to visit", "at the invitation of Ana"."""
    head = verb.head
    if verb.dep_ in ("xcomp", "advcl", "ccomp") and head.lemma_.lower() == "invite":
        return agents(head) if is_passive(head) else subjects(head)
    return []
