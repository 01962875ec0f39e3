"""The indices of a generation: made for loading, opened for searching, moved behind the aliases, dropped.

A generation has an articles, an events and a dead-letters index, each behind an alias of its own, through which it is
written whether or not it is the current one.
"""

from functools import partial
from typing import Any, Final

from elasticsearch import ApiError, AsyncElasticsearch

from schemas.errors import Invalid
from streams.bulk import Patience, patiently
from streams.index_setup import GENERATED, concrete_index, template_body
from streams.index_writer import IndexTarget
from streams.settings import Settings

LETTERS: Final = "dead-letters"
_FAMILIES: Final = (*GENERATED, LETTERS)


class GenerationIndices:
    """Index management for generations; every request waits for an Elasticsearch that is away."""

    def __init__(self, client: AsyncElasticsearch, settings: Settings, patience: Patience) -> None:
        self._client = client
        self._settings = settings
        self._patience = patience

    def index(self, family: str, name: str) -> str:
        """`wirewatch-events-NAME`."""
        if family == LETTERS:
            return f"{self._settings.alias(LETTERS)}-{name}"
        return concrete_index(self._settings, family, name)

    def own_alias(self, family: str, name: str) -> str:
        """The alias through which one generation alone is written."""
        return f"{self._settings.index_prefix}-generation-{family}-{name}"

    def target(self, name: str) -> IndexTarget:
        """Where an IndexWriter writes this generation, whatever the public aliases say."""
        return IndexTarget(self.own_alias("articles", name), self.own_alias("events", name), name)

    async def current(self) -> str | None:
        """The generation behind the public aliases, None before `wirewatch setup`.

        Raises Invalid(generation.unfit) when the aliases disagree: then somebody moved one of them by hand.
        """
        found: dict[str, list[str]] = {}
        for family in GENERATED:
            alias = self._settings.alias(family)
            try:
                answer = await patiently(
                    self._patience, partial(self._client.indices.get_alias, name=alias), final=(404,)
                )
            except ApiError:
                return None
            found[family] = [index.removeprefix(f"{alias}-") for index in answer]
        names = {name for each in found.values() for name in each}
        if len(names) != 1:
            raise Invalid("generation.unfit", f"the aliases point to different generations: {found}")
        return names.pop()

    async def standing(self) -> list[str]:
        """Names of all generations that have an events index, listed or not."""
        alias = self._settings.alias("events")
        answer = await patiently(
            self._patience, lambda: self._client.indices.get(index=f"{alias}-*", filter_path="*.aliases")
        )
        return sorted(index.removeprefix(f"{alias}-") for index in answer)

    async def create(self, name: str) -> None:
        """Make the indices where they are missing, without refresh and replicas: for loading."""
        for family in _FAMILIES:
            index, alias = self.index(family, name), self.own_alias(family, name)
            loading = {"index": {"refresh_interval": "-1", "number_of_replicas": 0}}
            # The template may be of an older release, and is what live indices are made from: it stays as it is.
            mappings = template_body(self._settings, family)["template"]["mappings"]
            try:
                await patiently(
                    self._patience,
                    partial(
                        self._client.indices.create,
                        index=index,
                        aliases={alias: {"is_write_index": True}},
                        settings=loading,
                        mappings=mappings,
                    ),
                )
            except ApiError as error:
                if "resource_already_exists_exception" not in str(error.body):
                    raise

    async def adopt(self, name: str) -> None:
        """Give the indices of a generation that setup made their own aliases too, and a list of dead letters."""
        for family in GENERATED:
            index, alias = self.index(family, name), self.own_alias(family, name)
            await patiently(
                self._patience,
                partial(self._client.indices.put_alias, index=index, name=alias, is_write_index=True),
            )

    async def load(self, name: str, *, loading: bool) -> None:
        """Set refresh and replicas for loading, or back to what the templates say; makes all of it searchable then."""
        chosen: dict[str, Any] = {"index.refresh_interval": "-1", "index.number_of_replicas": 0}
        if not loading:
            replicas = self._settings.elasticsearch_replicas
            chosen = {"index.refresh_interval": "1s", "index.number_of_replicas": replicas}
        indices = [self.index(family, name) for family in _FAMILIES]
        await patiently(
            self._patience,
            lambda: self._client.indices.put_settings(index=indices, settings=chosen, ignore_unavailable=True),
        )
        if not loading:
            await self.refresh(name)

    async def refresh(self, name: str) -> None:
        indices = [self.index(family, name) for family in _FAMILIES]
        await patiently(self._patience, lambda: self._client.indices.refresh(index=indices, ignore_unavailable=True))

    async def move(self, name: str, previous: str | None) -> None:
        """Put a generation behind both aliases in one call: readers see the one or the other, never a mixture."""
        actions: list[dict[str, Any]] = []
        for family in GENERATED:
            alias = self._settings.alias(family)
            if previous:
                actions.append({"remove": {"index": self.index(family, previous), "alias": alias}})
            actions.append({"add": {"index": self.index(family, name), "alias": alias, "is_write_index": True}})
        await patiently(self._patience, lambda: self._client.indices.update_aliases(actions=actions))

    async def drop(self, name: str) -> None:
        for family in _FAMILIES:
            index = self.index(family, name)
            await patiently(
                self._patience,
                partial(self._client.indices.delete, index=index, ignore_unavailable=True),
            )

    async def counted(self, name: str) -> dict[str, int]:
        """Documents by family, and `bytes` on disk; zero for what does not stand."""
        await self.refresh(name)
        found = dict.fromkeys((*_FAMILIES, "bytes"), 0)
        for family in _FAMILIES:
            index = self.index(family, name)
            try:
                answer = await patiently(self._patience, partial(self._client.count, index=index), final=(404,))
                stats = await patiently(
                    self._patience, partial(self._client.indices.stats, index=index, metric=["store"]), final=(404,)
                )
            except ApiError:
                continue
            found[family] = answer["count"]
            found["bytes"] += stats["_all"]["primaries"]["store"]["size_in_bytes"]
        return found
