"""What is visited, and whether that is home."""

from processors.meetings.slots import Draft, SlotFinder
from processors.meetings.word_classes import class_of
from processors.tokens import Doc


def goal_of(draft: Draft, doc: Doc, slots: SlotFinder) -> str:
    """What is visited: a state, a town known or unknown, or something else by its last word."""
    for place in draft.places:
        if slots.is_state_at(place):
            return "state"
        if slots.country_at(place):
            return "town"
    if draft.places:
        return f"spot:{class_of(doc[draft.places[0]])}"
    head = draft.head
    aims = [c for c in head.children if c.dep_ == "dobj"] or [
        o
        for c in head.children
        if c.dep_ == "prep" and c.lower_ in ("to", "of", "at")
        for o in c.children
        if o.dep_ == "pobj"
    ]
    return f"thing:{class_of(aims[0])}" if aims else "none"


def at_home(draft: Draft, doc: Doc, slots: SlotFinder) -> str:
    """Whether the visitor's country is that of the place: "the Indian prime minister visits Goa"."""
    visitors = [slot for slot in draft.slots if slot.role != "host"] or draft.slots
    countries = {country for slot in visitors for country in slots.countries_of(slot)}
    places = {slots.country_of(doc[place]) for place in draft.places} - {None}
    if not countries or not places:
        return f"unknown:{bool(countries)}:{bool(places)}"
    return "same" if countries & places else "abroad"
