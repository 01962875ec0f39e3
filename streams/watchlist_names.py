"""Every name of an actor of a watchlist, for documents that are found by any of them."""

from collections.abc import Iterable

from processors.watchlist_index import CompiledWatchlist
from streams.event_document import NamesOf


def names_in(watchlist: CompiledWatchlist) -> NamesOf:
    """Every name and alias of an actor of this watchlist, by its id."""

    def names_of(actor_id: str) -> Iterable[str]:
        actor = watchlist.actor(actor_id)
        if actor is None:
            return ()
        return [actor.name, *(alias if isinstance(alias, str) else alias.text for alias in actor.aliases)]

    return names_of
