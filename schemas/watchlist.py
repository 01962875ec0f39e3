"""The watchlist contract: who is watched, under which names, in which offices and when.

A watchlist is a YAML document `{version, actors: [...]}`. Unknown fields are errors, because a misspelt `neeeds:`
would silently make an alias match everywhere.

Ids are `<kind>:<slug>`, the kind with a hyphen for its underscore (`armed-group:hezbollah`), the slug the folded
name in lower case with hyphens (`person:hashim-thaci`). Ids are stored in events: never rename one, add another.

Country codes are ISO 3166-1 alpha-2; `XK` for Kosovo as CLDR and the EU write it; the four letters of ISO 3166-3
for states that no longer exist (`SUHH`); ISO 3166-2 for parts of states (`GB-SCT`); and, for states without any
code, user-assigned ones that ISO leaves free: `XA` Abkhazia, `XC` Northern Cyprus, `XD` Donetsk, `XL` Luhansk,
`XN` Nagorno-Karabakh, `XO` South Ossetia, `XP` Transnistria, `XS` Somaliland. A partially recognised state never
takes its claimant's code.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from schemas.vocabulary import ActorKind

# Any one of an alias's needs is enough: the actor's full name somewhere in the article, its country named, or an
# office word directly in front ("President Bush").
Need = Literal["full name", "country", "office"]

ActorId = Annotated[str, msgspec.Meta(pattern=r"^(person|state|government|igo|party|armed-group|org):[a-z0-9-]+$")]
PartialDate = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}([A-Z]{2}|-[A-Z0-9]{1,3})?$")]
WikidataId = Annotated[str, msgspec.Meta(pattern=r"^Q[1-9][0-9]*$")]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A form of words that names the actor, with the conditions under which it may be believed.

    `case: exact` keeps "US" from matching "us"; `needs` names supports of which any one suffices.
    """

    text: Text
    case: Literal["exact"] | None = None
    needs: tuple[Need, ...] = ()


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An office held: its title, the actor it belongs to, and when.

    `from` and `to` are ISO days, months or years, both inclusive; without `to` the office is still held.
    """

    title: Text
    of: ActorId
    since: PartialDate | None = msgspec.field(default=None, name="from")
    until: PartialDate | None = msgspec.field(default=None, name="to")


class Demonym(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The adjective ("Kosovar officials") and the nouns for the people ("a Kosovar", "Kosovars")."""

    adjective: Text
    people: tuple[Text, ...] = ()
    case: Literal["exact"] | None = None
    needs: tuple[Need, ...] = ()


class WatchedActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One watched actor.

    `surname` is the name used alone on second mention ("Xi", "van der Bellen", "Charles"); without it the last name
    is derived from `name`, with its particles. `leader` names the office that a wire means by "the German leader".
    `case` and `needs` put the conditions of an alias on the name itself ("Turkey", "Jordan").
    """

    id: ActorId
    name: Text
    kind: ActorKind
    wikidata: WikidataId | None = None
    country: CountryCode | None = None
    case: Literal["exact"] | None = None
    needs: tuple[Need, ...] = ()
    surname: Text | None = None
    leader: Text | None = None
    aliases: tuple[Text | Alias, ...] = ()
    roles: tuple[Role, ...] = ()
    demonyms: tuple[Demonym, ...] = ()
    seats: tuple[Text | Alias, ...] = ()


class Watchlist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One watchlist file."""

    version: Text
    actors: tuple[WatchedActor, ...]
