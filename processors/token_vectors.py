"""Vectors of tokens by the pipeline's own network, with the work shared that depends on the word alone.

The network's first half looks at each word by itself, and its first layer over neighbours adds up what the word before,
the word and the word after give on their own. All of this is computed once for each word of many sentences; only the
layers above see every token. The vectors are those of `spacy.MaxoutWindowEncoder` over `spacy.MultiHashEmbed` but for
the last bits, in which they also differ there from batch to batch.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

Floats = npt.NDArray[np.float32]
_EMBED: Final = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
_LAYER: Final = ["expand_window", "maxout", "layernorm", "dropout"]
KEPT_WORDS: Final = 20_000
"""Words whose own vectors are kept, by each network: 8 MB."""
_ROWS: Final = 2000
"""Tokens that go through the upper layers together: more fall out of the cache."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer over a word and its two neighbours; `weights` [3 * width, pieces * width], pieces apart."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def after(self, summed: Floats, below: Floats) -> Floats:
        """What the layer gives for weighted inputs [tokens, pieces * width], added to what it stands on."""
        summed += self.bias
        width = below.shape[1]
        best = np.maximum(summed[:, :width], summed[:, width : 2 * width])
        for piece in range(2 * width, summed.shape[1], width):
            np.maximum(best, summed[:, piece : piece + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(1e-08)
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self.scale
        best += self.shift
        best += below
        return best


def vectors_by(model: Model[Any, Any]) -> Callable[[Sequence[Doc]], list[Floats]]:
    """How a pipeline's `tok2vec` is asked for [tokens, width] of each doc; one of another shape runs as it is."""
    try:
        return TokenVectors(model).of
    except ValueError:
        return model.predict


class TokenVectors:
    """The vectors of a pipeline's `tok2vec` for many docs."""

    def __init__(self, model: Model[Any, Any]) -> None:
        """Raises ValueError for a network of another shape than the small pipelines have."""
        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        if [layer.name.split("(")[0] for layer in embed.layers] != _EMBED:
            raise ValueError(f"an embedding of {embed.name}")
        self._columns: list[int | str] = list(embed.layers[0].attrs["columns"])
        self._of_words = [embed.layers[2].layers[0], embed.layers[3].layers[0]]
        self._layers = [_layer(residual) for residual in _residuals(encode)]
        self._place_of: dict[int, int] = {}
        self._kept: Floats = np.zeros((KEPT_WORDS, embed.get_dim("nO")), dtype=np.float32)
        self._pad: int = encode.attrs["pad"]
        self._width: int = encode.get_dim("nO")
        if self._pad < len(self._layers):
            raise ValueError(f"{self._pad} empty tokens between docs under {len(self._layers)} layers")

    def of(self, docs: Sequence[Doc]) -> list[Floats]:
        """[tokens, width] for each doc."""
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return [np.zeros((0, self._width), dtype=np.float32) for _ in docs]
        attributes = np.concatenate([doc.to_array(self._columns) for doc in filled])
        keys, words, word_at = _distinct(attributes)
        vectors = self._embedded(keys, words)
        first = self._layers[0].weights
        beside = [np.ascontiguousarray(vectors @ side) for side in np.split(first, 3)]
        found: list[Floats] = []
        for lengths, words_of in self._blocks([len(doc) for doc in filled], word_at, empty=len(vectors) - 1):
            tokens = self._tokens(words_of, vectors, beside)
            start = self._pad
            for length in lengths:
                found.append(tokens[start : start + length])
                start += length + self._pad
        given = iter(found)
        return [next(given) if len(doc) else np.zeros((0, self._width), dtype=np.float32) for doc in docs]

    def _embedded(self, keys: npt.NDArray[np.uint64], words: npt.NDArray[np.uint64]) -> Floats:
        """A vector for each word, and one of zeros for the empty token."""
        known = self._place_of
        places = np.array([known.get(key, -1) for key in keys.tolist()])
        vectors = np.zeros((len(words) + 1, self._width), dtype=np.float32)
        vectors[:-1] = self._kept[places]
        new = np.flatnonzero(places < 0)
        if len(new):
            values: Any = words[new]
            for layer in self._of_words:
                values = layer.predict(values)
            vectors[new] = values
            self._keep(keys[new].tolist(), values)
        return vectors

    def _keep(self, keys: Sequence[int], vectors: Floats) -> None:
        """The common words are the first to be met; when there are enough, others are embedded anew each time."""
        first = len(self._place_of)
        room = len(self._kept) - first
        self._kept[first : first + room][: len(keys)] = vectors[:room]
        self._place_of.update((key, first + number) for number, key in enumerate(keys[:room]))

    def _blocks(
        self, lengths: Sequence[int], word_at: npt.NDArray[np.intp], *, empty: int
    ) -> Iterator[tuple[list[int], npt.NDArray[np.intp]]]:
        """Docs by their lengths, and their words with empty tokens round each doc."""
        gap = np.full(self._pad, empty, dtype=np.intp)
        block: list[int] = []
        parts: list[npt.NDArray[np.intp]] = [gap]
        rows = start = 0
        for length in lengths:
            if block and rows + length > _ROWS:
                yield block, np.concatenate(parts)
                block, parts, rows = [], [gap], 0
            block.append(length)
            parts += [word_at[start : start + length], gap]
            rows += length + self._pad
            start += length
        yield block, np.concatenate(parts)

    def _tokens(self, words: npt.NDArray[np.intp], vectors: Floats, beside: Sequence[Floats]) -> Floats:
        before, at, after = beside
        summed = at[words]
        summed[1:] += before[words[:-1]]
        summed[:-1] += after[words[1:]]
        tokens = self._layers[0].after(summed, vectors[words])
        width = self._width
        window = np.zeros((len(words), 3 * width), dtype=np.float32)
        for layer in self._layers[1:]:
            window[1:, :width] = tokens[:-1]
            window[:, width : 2 * width] = tokens
            window[:-1, 2 * width :] = tokens[1:]
            tokens = layer.after(window @ layer.weights, tokens)
        return tokens


def _distinct(
    attributes: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64], npt.NDArray[np.intp]]:
    """Keys of the different rows, those rows, and which of them each row is. A key is a hash, as spaCy's are."""
    keys = np.zeros(len(attributes), dtype=np.uint64)
    for column in attributes.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    different, places, which = np.unique(keys, return_index=True, return_inverse=True)
    return different, attributes[places], which


def _residuals(encode: Model[Any, Any]) -> list[Model[Any, Any]]:
    residuals = [node for node in encode.walk() if node.name.startswith("residual(") and ">>residual" not in node.name]
    if not encode.name.startswith("with_array(") or not residuals:
        raise ValueError(f"an encoder of {encode.name}")
    return residuals


def _layer(residual: Model[Any, Any]) -> _Layer:
    nodes = {node.name: node for node in residual.walk()}
    window, maxout, norm = (nodes.get(name) for name in _LAYER[:3])
    if residual.name != f"residual({'>>'.join(_LAYER)})" or window is None or maxout is None or norm is None:
        raise ValueError(f"a layer of {residual.name}")
    if window.attrs["window_size"] != 1:
        raise ValueError(f"a window of {window.attrs['window_size']}")
    weights: Any = maxout.get_param("W")
    bias: Any = maxout.get_param("b")
    scale: Any = norm.get_param("G")
    shift: Any = norm.get_param("b")
    by_piece = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
    return _Layer(by_piece, np.ascontiguousarray(bias.T.reshape(-1)), scale, shift)
