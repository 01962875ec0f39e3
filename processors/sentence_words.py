"""Words that decide whether a full stop ends a sentence of wire copy."""

from typing import Final

_NEVER: Final = (
    "gen lt col maj capt cpt sgt cpl pvt adm cmdr cdr gov sen rep reps sens mr mrs ms messrs dr prof st ste rev hon"
    " pres amb brig sec msgr mgr fr supt insp det vs v approx dept est fig ft mt nos art arts para pp ed eds"
    " lieut govs gens ave blvd bros cf i.e e.g viz al-mrs brig.-gen maj.-gen lt.-gen sgt.-maj ret atty asst"
)
NEVER_LAST: Final = frozenset(_NEVER.split())
"""Titles and abbreviations (folded, without their stop) that something always follows."""
_SELDOM: Final = (
    "inc corp ltd co cos plc jr sr bros etc al u.s u.n u.k e.u u.a.e u.s.s.r u.s.a d.c d.p.r.k p.r.c a.m p.m b.c"
    " a.d n.y l.a u.p ph.d m.d b.a m.a r.i.p esq dist univ jan feb mar apr jun jul aug sept sep oct nov dec"
    " mon tue tues wed thu thur thurs fri sat sun calif fla mass conn mich minn wash ore tenn ala ariz ark colo"
    " ga ill ind kan ky la md miss mo mont neb nev okla pa tex va vt wis wyo n.h n.j n.m n.c n.d s.c s.d w.va r.i"
    " ont que alta n.w.t"
)
SELDOM_LAST: Final = frozenset(_SELDOM.split())
"""Abbreviations that may end a sentence: they do when a word follows that begins one."""
_BEGINS: Final = (
    "the a an he she it they we you i this that these those there here his her its their our my your but and or so"
    " yet in on at by for from with after before since until when while where if although though because as"
    " however meanwhile also both many some most several all no not one two three earlier later last next then now"
    " what who why how which according asked speaking during under between among despite such other another"
    " each every few more much only even"
    " still just once until unless to let about over among against within without instead moreover"
    " nevertheless nonetheless"
)
BEGINS: Final = frozenset(_BEGINS.split())
"""Folded words that begin a sentence after "U.S." and its like; a name after it ("U.S. President") does not."""
_SAYS: Final = (
    "said says asked asks told added wrote replied answered tweeted declared quipped wondered shouted insisted"
)
SAYS: Final = frozenset(_SAYS.split())
"""Verbs that show a quotation ending in "?" or "!" to go on with its speaker."""
