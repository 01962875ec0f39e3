"""Which listed actor a printed name is, when several share it: "Bush", "Kim", "Abdullah"."""

from collections import defaultdict

from processors.actors.names import fold_name
from processors.story import AliasHit, Story
from processors.watchlist_index import first_day, last_day
from schemas.watchlist import WatchedActor


class Identities:
    """The listed actors of a story by the names it prints. A surname that several share is whoever the article names
    in full, else whoever held an office on its day; where that leaves more than one, it is nobody."""

    def __init__(self, story: Story) -> None:
        self._day = story.version_created.date()
        self._by_form: dict[str, list[AliasHit]] = defaultdict(list)
        for hit in story.hits:
            form = fold_name(story.part_text(hit.part)[hit.start : hit.end])
            if hit.supported and all(h.alias.actor.id != hit.alias.actor.id for h in self._by_form[form]):
                self._by_form[form].append(hit)
        self._in_full = {
            h.alias.actor.id for hits in self._by_form.values() for h in hits if h.alias.source != "surname"
        }

    def of(self, name: str) -> AliasHit | None:
        """A hit of the one actor that the name means, or None."""
        hits = self._by_form.get(fold_name(name), [])
        if len(hits) > 1:
            named = [h for h in hits if h.alias.actor.id in self._in_full and h.alias.source == "surname"]
            whole = [h for h in hits if h.alias.source != "surname"]
            hits = whole or named or [h for h in hits if self._in_office(h.alias.actor)]
        return hits[0] if len(hits) == 1 else None

    def _in_office(self, actor: WatchedActor) -> bool:
        return any(first_day(role.since) <= self._day <= last_day(role.until) for role in actor.roles)
