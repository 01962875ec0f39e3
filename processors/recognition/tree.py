"""Reading a parse for recognition: who a predicate is said of, whose a noun is, what a verb acts on (CLEAR labels).

The functions return head tokens of noun phrases, the first of a coordination only; `conjuncts` splits them.
"""

from collections.abc import Iterator

from processors.counts import COUNTED_NOUNS, singular
from processors.recognition.lexicon import stance_rules, words
from processors.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVE = frozenset({"WDT", "WP", "WP$"})
_DEPTH = 10  # a chain of control longer than this is a parse gone wrong

# Whose object, not subject, does what the infinitive says ("urged Israel to recognise Palestine").
OBJECT_CONTROL = words("object-control")
# Whose object does what the gerund after "for" or "from" says ("thanked Sweden for recognising Palestine").
OBJECT_OF_REPROACH = words("object-of-reproach")


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def has_child(token: Token, *deps: str) -> bool:
    return any(child.dep_ in deps for child in token.children)


def conjuncts(token: Token) -> list[Token]:
    """The token and the nouns coordinated with it or set beside it in a list, left to right."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i and not (child.pos_ == "VERB" and child.tag_ != "VBN"):
            if any(
                word.lower_ in ("than", "not", "instead") for word in token.doc[token.i + 1 : child.left_edge.i + 2]
            ):
                continue  # "China rather than Taiwan"
            found += conjuncts(child)
    return found


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, its object) for every prepositional phrase of the token, agents and datives included."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ != "PROPN":
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    yield child.lower_, inner
                elif inner.dep_ == "conj" and inner.pos_ == "ADP":
                    yield from ((inner.lower_, obj) for obj in inner.children if obj.dep_ in ("pobj", "pcomp"))


def is_passive(verb: Token) -> bool:
    """A passive verb, or a participle that stands for one ("countries recognised by Paris")."""
    if has_child(verb, "auxpass", "nsubjpass") or is_brought_about(verb):
        return True
    if has_child(verb, "nsubj", "dobj"):
        return False
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "amod"):
        return True
    if verb.tag_ == "VBN" and not has_child(verb, "aux"):
        if verb.dep_ == "conj" and is_verb(verb.head):
            return is_passive(verb.head)
        return verb.dep_ in ("advcl", "relcl", "appos", "ROOT", "dep") or has_child(verb, "agent")
    return False


def is_brought_about(verb: Token) -> bool:
    """The participle of "to have its independence recognised", "wants to see the border recognised"."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ == "ccomp"
        and verb.head.lemma_ in ("have", "get", "see")
        and verb.head.i < verb.i
        and any(child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i for child in verb.children)
        and not has_child(verb, "aux", "dobj", "mark")
    )


def is_misread_verb(token: Token) -> bool:
    """ "Norland recognises Avaria", taken for a noun with names around it."""
    noun = token.tag_ == "NNS" and token.lower_ in ("recognises", "recognizes")
    return noun and token.dep_ != "relcl" and not has_child(token, "nsubj")


def clause_about(gerund: Token) -> Token | None:
    """The verb of "(said) recognising Norland would harm peace", which the parser hangs below the gerund."""
    if gerund.tag_ != "VBG" or gerund.dep_ not in ("ccomp", "xcomp", "pcomp"):
        return None
    if gerund.dep_ == "pcomp" and gerund.head.lower_ != "that":
        return None
    clause = next((c for c in gerund.children if c.dep_ == "ccomp" and c.i > gerund.i), None)
    finite = clause is not None and (clause.tag_ in ("VBZ", "VBP", "VBD") or has_child(clause, "aux"))
    if clause is None or not finite or has_child(clause, "mark"):
        return None
    return clause if any(c.dep_ in ("nsubj", "nsubjpass") and c.i > gerund.i for c in clause.children) else None


def is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def bearer(noun: Token) -> Token:
    """Who a general noun is said of: "Turkey" for "country" in "Turkey is the only country that …"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "among", "amongst"):
        above = noun.head.head
        if above.tag_ == "JJS" and above.dep_ in ("attr", "acomp"):
            return next(iter(subjects(above.head)), noun)
        if above.lower_ in ("one", "two", "three", "many", "some", "most", "all") or above.lemma_ == "number":
            return bearer(above)
        if above.lemma_ == "be":
            return next(iter(subjects(above)), noun)
    if noun.dep_ in ("attr", "oprd") and is_verb(noun.head):
        return next(iter(subjects(noun.head)), noun)
    if noun.dep_ == "appos" and noun.head.pos_ in ("PROPN", "PRON"):
        return noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "as" and is_verb(noun.head.head):
        return next(iter(subjects(noun.head.head)), noun)
    return next((child for child in noun.children if child.dep_ == "appos" and child.pos_ == "PROPN"), noun)


def antecedent(verb: Token) -> Token:
    """What a relative clause is about."""
    head = verb.head
    return bearer(head) if singular(head) in COUNTED_NOUNS or head.lower_ in ("one", "first", "last") else head


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who the verb is said of: its own subject, or the one it shares with or is given by a higher predicate."""
    if depth > _DEPTH:
        return []
    own = _own_subject(verb)
    if own is not None:
        return own
    head = verb.head
    if head == verb:
        return []
    if verb.dep_ == "conj":
        return subjects(head, depth + 1) if is_verb(head) else owners(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "dep", "acomp"):
        return _controllers(verb, head, depth)
    if verb.dep_ == "pcomp":
        return _of_preposition(head, depth)
    if verb.dep_ in ("acl", "relcl"):
        if singular(head) in COUNTED_NOUNS or head.lower_ in ("one", "first", "last", "only"):
            return [bearer(head)]
        if verb.tag_ == "VBG" and head.pos_ == "PROPN":
            return [head]
        return _meant_by_for(verb, head) or owners(head, depth + 1)
    return []


def _meant_by_for(verb: Token, noun: Token) -> list[Token]:
    """Norland in "the wish for Norland to be recognised", where the parser hangs both on the noun."""
    if not is_infinitive(verb):
        return []
    meant = [obj for name, obj in prepositions(noun) if name == "for" and obj.i < verb.i and obj.dep_ == "pobj"]
    return meant[-1:]


def _own_subject(verb: Token) -> list[Token] | None:
    """The subject in the verb's own clause, a relative pronoun replaced by what it stands for; None without one."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "csubj"]
    if own:
        if own[0].tag_ in RELATIVE or (own[0].lower_ == "that" and verb.dep_ == "relcl"):
            clause = verb
            while clause.dep_ == "conj" and is_verb(clause.head):
                clause = clause.head
            return [antecedent(clause)] if clause.dep_ in ("relcl", "acl", "ccomp") else []
        marks = [child.i for child in verb.children if child.dep_ == "mark"]
        return own[-1:] if marks and own[0].i < marks[-1] < own[-1].i else own[:1]
    if verb.tag_ in ("VBZ", "VBD", "VBP"):  # "Nauru recognizes": the model does not know the name
        stray = [c for c in verb.children if c.dep_ in ("npadvmod", "nmod", "dep", "compound") and c.pos_ == "PROPN"]
        if stray and stray[-1].i < verb.i:
            return stray[-1:]
    return None


def _controllers(verb: Token, head: Token, depth: int) -> list[Token]:
    if head.pos_ == "ADJ":
        return subjects(head.head, depth + 1) if head.dep_ in ("acomp", "conj", "oprd") else owners(head, depth + 1)
    if not is_verb(head):
        return owners(head, depth + 1)
    if is_infinitive(verb) and verb.dep_ == "advcl":  # "blocked the island's drive to gain …", hung on the verb
        wish = verb.doc[max(verb.i - 2, 0)]
        if wish.dep_ == "dobj" and wish.head == head and (wish.lemma_.lower(), "NOUN") in stance_rules():
            return owners(wish, depth + 1)
    for child in head.children:  # "representing the first nation to recognise", hung on the verb
        counted = child.dep_ in ("attr", "dobj") and singular(child) in COUNTED_NOUNS and child.i < verb.i
        if counted and any(c.ent_type_ == "ORDINAL" or c.lower_ in ("only", "last") for c in child.children):
            return [bearer(child)]
    if is_infinitive(verb) and head.lemma_.lower() in ("give", "allow", "grant"):  # "gave Hamas a week to recognise it"
        given = [child for child in head.children if child.dep_ == "dative" and child.i < verb.i]
        if given:
            return given[:1]
    if verb.dep_ in ("xcomp", "ccomp") and head.lemma_.lower() in OBJECT_CONTROL:
        if is_passive(head):
            return subjects(head, depth + 1)
        controlled = [child for child in head.children if child.dep_ in ("dobj", "dative") and child.i < verb.i]
        controlled = controlled or [
            obj for name, obj in prepositions(head) if name in ("on", "upon", "to", "for", "with")
        ]
        if controlled:
            return controlled[:1]
    return subjects(head, depth + 1)


def _of_preposition(preposition: Token, depth: int) -> list[Token]:
    above = preposition.head
    while above.pos_ in ("ADP", "SCONJ") and above.head != above:
        above = above.head
    if preposition.lower_ in ("for", "from", "of") and above.lemma_.lower() in OBJECT_OF_REPROACH:
        controlled = [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")]
        if controlled:
            return controlled[:1]
    if is_verb(above):
        return subjects(above, depth + 1)
    if above.pos_ in ("ADJ", "ADV"):  # "angry with Sweden for recognising", "grateful to Sweden for"
        towards = [obj for name, obj in prepositions(above) if name in ("with", "at", "to") and obj.i < preposition.i]
        return towards[:1] or (subjects(above.head, depth + 1) if is_verb(above.head) else [])
    return owners(above, depth + 1)


def owners(noun: Token, depth: int = 0) -> list[Token]:
    """Whose a plan, decision or act is: possessor, "of" or "by" phrase, adjective of nationality, governing subject."""
    if depth > _DEPTH:
        return []
    if noun.dep_ == "ROOT" and has_child(noun, "nsubj"):  # "Parliament votes to …", read as a noun
        return [child for child in noun.children if child.dep_ == "nsubj"]
    own = [child for child in noun.children if child.dep_ == "poss"]
    if own and own[0].lower_ in ("his", "her", "its", "their") and (praised := of_praise(noun)):
        return praised
    if own:
        return [antecedent(noun.head)] if own[0].tag_ == "WP$" and noun.head.dep_ == "relcl" else own[:1]
    named = [obj for name, obj in prepositions(noun) if name in ("by", "from", "of") and obj.dep_ == "pobj"]
    named = [obj for obj in named if obj.pos_ in ("PROPN", "PRON") or singular(obj) in COUNTED_NOUNS]
    if named:
        return named[:1]
    adjectives = [
        child
        for child in noun.children
        if child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("NORP", "GPE") and child.i < noun.i
    ]
    if adjectives:
        return adjectives[-1:]
    return governing_subjects(noun, depth + 1)


def governing_subjects(noun: Token, depth: int = 0) -> list[Token]:
    """The subject of the clause in which a noun is object, complement or adverbial."""
    head, dep = noun.head, noun.dep_
    if depth > _DEPTH or head == noun:
        return []
    if dep in ("dobj", "obj", "attr", "oprd", "npadvmod", "dative"):
        return subjects(head, depth + 1) if is_verb(head) else []
    if dep == "pobj":
        above = head.head
        while above.pos_ in ("ADP", "SCONJ") and above.head != above:
            above = above.head
        if is_verb(above):
            return subjects(above, depth + 1)
        return owners(above, depth + 1) if above.pos_ in ("NOUN", "PROPN") else []
    if dep in ("conj", "compound", "appos", "nmod"):
        return governing_subjects(head, depth + 1)
    if dep == "nsubjpass" and is_verb(head):
        return [obj for name, obj in prepositions(head) if name == "by"][:1]
    return []


def of_praise(noun: Token) -> list[Token]:
    """Ana Diaz in "thanked Ana Diaz for her decision", Norland in "cut ties with Norland over its recognition of"."""
    above = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "over"):
        return []
    beside = noun.doc[noun.head.i - 1] if noun.head.i else noun
    if (
        noun.head.lower_ == "for" and beside.pos_ == "PROPN" and beside.ent_type_ in ("PERSON", "")
    ):  # "named after Ana Diaz for her decision"
        return [beside]
    if above.lemma_.lower() in OBJECT_OF_REPROACH:
        return [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")][:1]
    ties = [child for child in above.children if child.dep_ == "dobj" and child.lemma_.lower() in ("relation", "tie")]
    return [obj for tie in ties for name, obj in prepositions(tie) if name == "with"][:1]
