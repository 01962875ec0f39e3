"""Links an item to those that evolved from it (`evolved_into`), whichever of them was indexed first.

An update names the item it grew from, the item names nobody: so an update looks for its item, and an item that arrives
looks for its updates. A search sees only what was refreshed; what it cannot see yet is remembered here.
"""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from elasticsearch import AsyncElasticsearch

from streams.article_document import article_id
from streams.bulk import Patience, Write, patiently, write_all
from streams.realtime_read import read_documents

REMEMBERED: Final = 20_000
"""Updates whose item is not there; beyond as many the index is refreshed, and the search finds them."""
SETTLED: Final = 3.0
"""Seconds after which a search sees what was written, also by another worker."""
_PAGE: Final = 500
_MOST_UPDATES: Final = 10_000

Link = tuple[str, str]
"""(uri of the update, uri of the item it evolved from)."""


class EvolutionLinks:
    """Writes links into article documents behind one alias. Doing it again changes nothing."""

    def __init__(
        self,
        client: AsyncElasticsearch,
        patience: Patience,
        *,
        remembered: int = REMEMBERED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._patience = patience
        self._remembered = remembered
        self._clock = clock
        self._waiting: dict[str, set[str]] = {}
        """Item -> updates that wait for it."""
        self._fresh: dict[Link, float] = {}
        """Links that are looked at once more: what another worker wrote at the same moment may not have seen them."""

    async def link(self, alias: str, updates: Iterable[Link], arrived: Iterable[str]) -> int:
        """Link articles that were just written: `updates` to what they evolved from, items that `arrived` to theirs.

        Returns how many items had a link to gain.
        """
        now, wanted = self._clock(), dict.fromkeys(updates)
        for update, item in wanted:
            self._waiting.setdefault(item, set()).add(update)
        again = [link for link, since in self._fresh.items() if now - since >= SETTLED]
        self._fresh |= dict.fromkeys(wanted, now)
        looked_for = dict.fromkeys((*(item for _, item in wanted), *(item for _, item in again)))
        updates_of: dict[str, set[str]] = {item: set(self._waiting.get(item, ())) for item in looked_for}
        for update, item in again:
            updates_of[item].add(update)
            del self._fresh[update, item]
        for item, found in (await updates_in(self._client, self._patience, alias, [*dict.fromkeys(arrived)])).items():
            updates_of.setdefault(item, set()).update(found)
        for item in dict.fromkeys(arrived):
            if item in self._waiting:
                updates_of.setdefault(item, set()).update(self._waiting[item])
        there, written = await self._write(alias, updates_of)
        for item in there:
            self._waiting.pop(item, None)
        if sum(map(len, self._waiting.values())) > self._remembered:
            await patiently(self._patience, lambda: self._client.indices.refresh(index=alias))
            self._waiting.clear()
        return written

    async def _write(self, alias: str, updates_of: dict[str, set[str]]) -> tuple[list[str], int]:
        """Write what is missing; returns the items that are there, and how many were written.

        One that changes meanwhile is read again.
        """
        there: list[str] = []
        written = 0
        left = {article_id(item): item for item, updates in updates_of.items() if updates}
        while left:
            writes: list[Write] = []
            for key, found in (await read_documents(self._client, self._patience, alias, left)).items():
                item = left[key]
                there.append(item)
                article = found["_source"]["wire"]["article"]
                before = article.get("evolved_into", [])
                # In a fixed order: whichever came first, the document is the same.
                article["evolved_into"] = sorted({*before, *updates_of[item]})
                if article["evolved_into"] != before:
                    writes.append(Write(alias, key, found["_version"], found["_source"]))
            answers = await write_all(self._client, writes, self._patience)
            stale = {write.id for write, answer in zip(writes, answers, strict=True) if answer.outcome == "stale"}
            written += len(writes) - len(stale)
            left = {key: item for key, item in left.items() if key in stale}
        return there, written


async def updates_in(
    client: AsyncElasticsearch, patience: Patience, index: str, items: list[str]
) -> dict[str, set[str]]:
    """Item -> uris of the articles in the index, as far as it is refreshed, that evolved from it."""
    updates: dict[str, set[str]] = {}
    for first in range(0, len(items), _PAGE):
        answer = await patiently(
            patience,
            partial(
                client.search,
                index=index,
                query={"terms": {"wire.article.evolved_from": items[first : first + _PAGE]}},
                source={"includes": ["wire.article.uri", "wire.article.evolved_from"]},
                size=_MOST_UPDATES,
            ),
        )
        for hit in answer["hits"]["hits"]:
            article = hit["_source"]["wire"]["article"]
            updates.setdefault(article["evolved_from"], set()).add(article["uri"])
    return updates
