"""What sort of body takes part."""

from processors.meetings.slots import Draft, SlotFinder
from processors.tokens import Doc

_ORGANS = frozenset(
    {
        "council",
        "committee",
        "cabinet",
        "congress",
        "parliament",
        "assembly",
        "board",
        "party",
        "senate",
        "house",
        "conclave",
        "court",
        "ministry",
        "team",
        "commission",
        "agency",
        "association",
        "union",
        "conference",
    }
)


def organ_features(draft: Draft, doc: Doc, slots: SlotFinder) -> list[str]:
    """What sort of body takes part: a committee of one's own is no other side."""
    found = []
    for slot in draft.slots:
        chunk = slots.chunks.at(slot.head)
        if chunk is None or chunk.mention.kind not in ("organisation", "group"):
            continue
        words = {t.lower_ for t in doc[chunk.start : chunk.end]} & _ORGANS
        countries = bool(slots.countries_of(slot))
        found += [f"organ={word}" for word in sorted(words)]
        if words:
            found.append(f"organ+country={countries}+partner={draft.partner}+slots={min(len(draft.slots), 3)}")
    return found
