"""A parsed sentence in plain objects: what rules ask of spaCy's tokens, each made once.

spaCy makes a token anew whenever one is asked for, and looks up its strings and children each time; rules ask some
hundred times for each. Names and meanings are spaCy's. Tokens of one doc are equal only if they are the same.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, overload

from spacy.tokens import Doc as SpacyDoc

_ATTRIBUTES: Final[list[int | str]] = [
    "LENGTH",
    "SPACY",
    "POS",
    "TAG",
    "DEP",
    "LEMMA",
    "HEAD",
    "ENT_TYPE",
    "IS_PUNCT",
    "IS_SPACE",
]


_NEGATIVE: Final = 1 << 63
"""From here on numbers are negative ones that numpy gives without their sign."""

_PASSES: Final = 12


class Token:
    """A word or mark, and its place in the tree of dependencies."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_punct",
        "is_space",
        "lefts",
        "lemma_",
        "lower_",
        "pos_",
        "rights",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: "Doc"
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_punct: bool
    is_space: bool
    head: "Token"
    lefts: list["Token"]
    rights: list["Token"]
    children: list["Token"]

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    @property
    def ancestors(self) -> Iterator["Token"]:
        """From the head up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, descendant: "Token") -> bool:
        token = descendant
        while token.head is not token:
            token = token.head
            if token is self:
                return True
        return False

    @property
    def subtree(self) -> Iterator["Token"]:
        """The token and all that hang on it, those of a child together."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def left_edge(self) -> "Token":
        """The first token of the subtree."""
        return self.doc.tokens[self.doc.edges[self.i][0]]

    @property
    def right_edge(self) -> "Token":
        """The last token of the subtree."""
        return self.doc.tokens[self.doc.edges[self.i][1]]

    @property
    def conjuncts(self) -> tuple["Token", ...]:
        """The other members of the coordination the token is in."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        members = [first]
        for member in members:
            members += [child for child in member.rights if child.dep_ == "conj"]
        return tuple(member for member in members if member is not self)

    def nbor(self, i: int = 1) -> "Token":
        """The token so many places on. Raises IndexError outside the doc."""
        if self.i + i < 0:
            raise IndexError(f"no token {i} places from {self.i}")
        return self.doc.tokens[self.i + i]

    @property
    def is_lower(self) -> bool:
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        return self.text.isupper()

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def is_digit(self) -> bool:
        return self.text.isdigit()

    @property
    def is_alpha(self) -> bool:
        return self.text.isalpha()

    @property
    def is_bracket(self) -> bool:
        return bool(self.doc.source[self.i].is_bracket)

    @property
    def like_num(self) -> bool:
        return bool(self.doc.source[self.i].like_num)

    @property
    def is_quote(self) -> bool:
        return bool(self.doc.source[self.i].is_quote)


class Span:
    """Tokens [start, end) of a doc."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> "Span": ...
    def __getitem__(self, at: int | slice) -> "Token | Span":
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][at]

    @property
    def start_char(self) -> int:
        return self.doc.tokens[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Token:
        """The token nearest to the root of the sentence, the first of several."""
        tokens = self.doc.tokens[self.start : self.end]
        top = next((token for token in tokens if token.head is token), None)
        if top is not None:
            return top
        outward = [token for token in tokens if not self.start <= token.head.i < self.end]
        return min(outward, key=_words_to_root, default=self.doc.tokens[self.start])


def _words_to_root(token: Token) -> int:
    """Marks and spaces come last."""
    if (token.is_punct or token.is_space) and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


class Doc:
    """The tokens of one text. `source` is spaCy's own doc: a Doc may be used only as long as that."""

    def __init__(self, source: SpacyDoc) -> None:
        self.source = source
        self.text: str = source.text
        self.tokens: list[Token] = []
        strings = source.vocab.strings
        rows: list[list[int]] = source.to_array(_ATTRIBUTES).tolist() if len(source) else []
        idx = 0
        heads = []
        for i, (length, space, pos, tag, dep, lemma, head, entity, punct, blank) in enumerate(rows):
            token = Token()
            token.doc = self
            token.i = i
            token.idx = idx
            token.text = text = self.text[idx : idx + length]
            token.lower_ = text.lower()
            token.lemma_ = strings[lemma]
            token.pos_ = strings[pos]
            token.tag_ = strings[tag]
            token.dep_ = strings[dep]
            token.ent_type_ = strings[entity] if entity else ""
            token.whitespace_ = " " if space else ""
            token.is_punct = punct == 1
            token.is_space = blank == 1
            token.lefts = []
            token.rights = []
            heads.append(i + (head if head < _NEGATIVE else head - 2 * _NEGATIVE))
            idx += length + space
            self.tokens.append(token)
        self._hang(heads)

    def _hang(self, heads: list[int]) -> None:
        for token, at in zip(self.tokens, heads, strict=True):
            token.head = head = self.tokens[at]
            if at > token.i:
                head.lefts.append(token)
            elif at < token.i:
                head.rights.append(token)
        for token in self.tokens:
            token.children = token.lefts + token.rights

    def read_names(self) -> None:
        """Take over the entities that the source was given meanwhile."""
        for entity in self.source.ents:
            for token in self.tokens[entity.start : entity.end]:
                token.ent_type_ = entity.label_
        self.__dict__.pop("ents", None)

    @cached_property
    def ents(self) -> tuple[Span, ...]:
        """The named entities, in order."""
        return tuple(Span(self, entity.start, entity.end, entity.label_) for entity in self.source.ents)

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """The first and last token of each token's subtree; where arcs cross, of as much of it as spaCy looks at."""
        heads = [token.head.i for token in self.tokens]
        first = list(range(len(heads)))
        last = list(first)
        for _ in range(_PASSES):
            for i in (*range(len(heads)), *reversed(range(len(heads)))):
                above = heads[i]
                first[above] = min(first[above], first[i])
                last[above] = max(last[above], last[i])
            if _each_in_its_sentence(heads, first):
                break
        return list(zip(first, last, strict=True))

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[at]

    def char_span(self, start: int, end: int) -> Span | None:
        """The tokens that characters [start, end) touch, None outside the text."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        if start == first.idx + len(first.text):
            return Span(self, first.i + 1, max(first.i, last.i) + 1)
        return Span(self, first.i, last.i + 1)

    def _at(self, character: int) -> Token | None:
        tokens = self.tokens
        low, high = 0, len(tokens)
        while low < high:
            middle = (low + high) // 2
            token = tokens[middle]
            if character < token.idx:
                high = middle
            elif character >= token.idx + len(token.text) + len(token.whitespace_):
                low = middle + 1
            else:
                return token
        return None


def _each_in_its_sentence(heads: list[int], first: list[int]) -> bool:
    """True if no head lies outside the sentence, as far as the edges tell where sentences begin."""
    starts = {first[i] for i, head in enumerate(heads) if head == i} - {0} | {len(heads) - 1}
    begin = 0
    for start in sorted(starts):
        if any(not begin <= head <= start for head in heads[begin:start]):
            return False
        begin = start
    return True
