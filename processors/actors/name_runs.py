"""Runs of capitals in a sentence, and the titles and offices before them."""

from typing import Final

from processors.actors.lexicon import nouns
from processors.tokens import Doc, Token

HYPHENS: Final = frozenset("-‐‑–")


def run(doc: Doc, start: int) -> tuple[int, int]:
    """Tokens [start, end) of a name: capitals, particles before capitals, halves behind a hyphen; titles left out."""
    while start < len(doc) and (is_titling(doc[start]) or doc[start].lower_.strip(".") in nouns().title):
        start += 1
    end = start
    while end < len(doc):
        token = doc[end]
        following = doc[end + 1] if end + 1 < len(doc) else None
        if is_capital(token) and token.ent_type_ not in {"DATE", "TIME"}:
            if token.lower_ in nouns().never_in_names or is_titling(token):
                break
            end += 1
        elif (
            following is not None
            and token.lower_ in nouns().particle
            and (is_capital(following) or is_hyphen(following))
        ):
            end += 1
        elif following is not None and end > start and is_hyphen(token) and not doc[end - 1].whitespace_:
            end += 2
        else:
            break
    return start, min(end, len(doc))


def is_hyphen(token: Token) -> bool:
    return token.text in HYPHENS and not token.whitespace_


def is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and (token.is_alpha or "." in token.text or "'" in token.text or "’" in token.text)


def is_office(token: Token) -> bool:
    return token.lower_ in nouns().office


def is_titling(token: Token) -> bool:
    return token.lower_.strip(".") in nouns().address or (
        token.lower_ in nouns().office and token.pos_ in {"NOUN", "PROPN"}
    )


def ends_no_name(token: Token) -> bool:
    last = nouns().last_of_no_person
    return token.lower_ in last or token.lemma_.lower() in last
