"""Named entities by the pipeline's own network, decoded for many sentences at once.

spaCy decodes one state at a time. But outside an entity the network looks at the next token alone, and inside one at
the first, the last and the next token with the label fixed: so every token can be scored as if nothing were open, and
every entity that could open be followed to its end, in a few matrix products. The entities are the same, ten times
sooner (transitions as in `spacy.pipeline._parser_internals.ner`).
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from processors.token_vectors import vectors_by

Floats = npt.NDArray[np.float32]
_FEATURES: Final = 3
"""Tokens that a state shows the network: the next one, and the first and last of the open entity."""


class Entities:
    """Sets `doc.ents` of docs that have none yet."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        """Raises ValueError for a recogniser of another shape than the shipped pipelines have."""
        model = recogniser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        plain = recogniser.cfg.get("beam_width", 1) == 1 and not model.attrs["unseen_classes"]
        if not (plain and model.attrs["has_upper"] and lower.get_dim("nF") == _FEATURES and lower.get_dim("nP") > 1):
            raise ValueError(f"{recogniser.name}: not a greedy recogniser over {_FEATURES} tokens")
        token, _, narrow = model.get_ref("tok2vec").layers
        self._vectors = vectors_by(token)
        self._narrow, self._narrow_bias = np.ascontiguousarray(narrow.get_param("W").T), narrow.get_param("b")
        width = lower.get_dim("nI")
        weights, pad = lower.get_param("W"), lower.get_param("pad")  # [features, hidden, pieces (, width)]
        self._weights = [np.ascontiguousarray(by_piece.T.reshape(width, -1)) for by_piece in weights]
        self._absent = [by_piece.T.reshape(-1) for by_piece in pad[0]]
        self._bias = lower.get_param("b").T.reshape(-1)
        self._pieces = lower.get_dim("nP")
        self._scores = np.ascontiguousarray(upper.get_param("W").T)
        self._scores_bias = upper.get_param("b")
        self._read_moves(recogniser.moves)

    def _read_moves(self, moves: Any) -> None:
        names = [moves.get_class_name(number) for number in range(moves.n_moves)]
        places = {name: number for number, name in enumerate(names)}
        self._labels = [name[2:] for name in names]
        kinds = np.array([name[:1] for name in names])
        labelled = np.array([len(name) > len("B-") for name in names])
        self._begins, self._units = (kinds == "B") & labelled, (kinds == "U") & labelled
        self._closed = self._begins | self._units | (kinds == "O")
        self._in = np.array([places.get(f"I-{label}", 0) for label in self._labels])
        self._last = np.array([places.get(f"L-{label}", 0) for label in self._labels])

    def annotate(self, docs: Sequence[Doc]) -> None:
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        vectors: Floats = np.concatenate(self._vectors(docs)) @ self._narrow + self._narrow_bias
        flags = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs]).astype(np.int64)
        ends = np.cumsum([len(doc) for doc in docs])
        last = flags[:, 0] == 1
        last = np.append(last[1:], True)
        last[ends - 1] = True
        following = vectors @ self._weights[0]
        moves = self._outside(following, may_begin=~last, space=flags[:, 1] == 1)
        starts = np.flatnonzero(self._begins[moves])
        reached = self._ends(vectors, following, starts, moves[starts], ~last)
        reach = dict(zip(starts.tolist(), reached, strict=True))
        first = 0
        listed = moves.tolist()
        for doc, end in zip(docs, ends.tolist(), strict=True):
            self._set(doc, first, end, listed, reach)
            first = end

    def _outside(self, following: Floats, *, may_begin: npt.NDArray[np.bool_], space: npt.NDArray[np.bool_]) -> Any:
        """The best move at each token if no entity is open."""
        scores = self._score(following + (self._absent[1] + self._absent[2]))
        scores[:, ~self._closed] = -np.inf
        scores[np.ix_(~may_begin | space, self._begins)] = -np.inf
        scores[np.ix_(space, self._units)] = -np.inf
        return scores.argmax(axis=1)

    def _ends(
        self, vectors: Floats, following: Floats, starts: Any, begun: Any, may_go_on: npt.NDArray[np.bool_]
    ) -> list[int]:
        """Where each entity ends that would begin at a token."""
        ends = starts + 1
        opened = vectors[starts] @ self._weights[1]
        going = np.arange(len(starts))
        inside, last = self._in[begun], self._last[begun]
        while len(going):
            at = ends[going]
            hidden = following[at] + opened[going] + vectors[at - 1] @ self._weights[2]
            scores = self._score(hidden)
            rows = np.arange(len(going))
            onward = may_go_on[at] & (scores[rows, inside[going]] >= scores[rows, last[going]])
            ends[going] += 1
            going = going[onward]
        return [int(end) for end in ends]

    def _score(self, hidden: Floats) -> Floats:
        hidden += self._bias
        best = np.maximum.reduce(np.split(hidden, self._pieces, axis=1))
        scores: Floats = best @ self._scores + self._scores_bias
        return scores

    def _set(self, doc: Doc, first: int, end: int, moves: list[int], reach: dict[int, int]) -> None:
        found = []
        token = first
        while token < end:
            move = moves[token]
            to = reach.get(token, token + 1)
            if self._begins[move] or self._units[move]:
                found.append(Span(doc, token - first, to - first, label=self._labels[move]))
            token = to
        doc.set_ents(found, default="outside")
