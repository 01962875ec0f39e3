"""A recognition found, with its parts, before its stance is settled."""

from dataclasses import dataclass

from processors.recognition.effects import Reading
from processors.recognition.lexicon import (
    PredicateRule,
)
from processors.recognition.objects import Recognised
from processors.recognition.recognisers import Recognisers
from processors.tokens import Token


@dataclass(slots=True)
class Found:
    """A predicate with its parts, before the stance is settled."""

    rule: PredicateRule
    predicate: Token
    recognised: Recognised
    recognisers: Recognisers
    reading: Reading
