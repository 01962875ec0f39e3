"""Words that datelines are made of: months in the languages of the big wires, labels that are no towns, agencies."""

from typing import Final

_MONTHS_BY_NUMBER: Final = (
    "january jan janvier janv enero ene januar janeiro gennaio gen января янв",
    "february feb février fevrier févr febrero februar fevereiro febbraio fev февраля фев",
    "march mar mars marzo märz maerz março marta марта мар",
    "april apr avril avr abril abr aprile апреля апр",
    "may mai mayo maio maggio mag мая",
    "june jun juin junio juni junho giugno giu июня июн",
    "july jul juillet juil julio juli julho luglio lug июля июл",
    "august aug août aout agosto ago августа авг",
    "september sept sep septembre septiembre setembro settembre set сентября сен",
    "october oct octobre octubre oktober okt outubro ottobre ott out октября окт",
    "november nov novembre noviembre novembro ноября ноя",
    "december dec décembre decembre déc diciembre dic dezember dez dezembro dicembre декабря дек",
)
MONTHS: Final[dict[str, int]] = {
    name: number for number, names in enumerate(_MONTHS_BY_NUMBER, start=1) for name in names.split()
}
"""Folded month names and abbreviations without their stop -> 1..12."""

_LABEL_WORDS: Final = (
    "ADVISORY ADVISORIES ALERT ANALYSIS ATTENTION AUDIO BACKGROUND BREAKING BRIEF BULLETIN CHRONOLOGY COMMENTARY "
    "CORRECTED CORRECTION CORRECTS DEVELOPING EDITORIAL EDITORS EDS EMBARGO EMBARGOED EXCLUSIVE EXPLAINER FACTBOX "
    "FEATURE FILE FLASH GRAPHIC HEADLINES HIGHLIGHTS INSIGHT INTERVIEW KEY LIVE MEMO NEWSALERT NEWS NOTE OPINION PHOTO "
    "PHOTOS PICTURE PROFILE QUOTES RECAP REFILE REFILED REFILING REPEAT REPEATING REVIEW SCHEDULE SLUG SNAP STORY "
    "SUMMARY TIMELINE TRANSCRIPT UPDATE UPDATED UPDATES URGENT VIDEO WATCH WITHDRAWN WRAPUP THE THIS WHAT WHY HOW WHO "
    "WHEN WHERE MR MRS MS DR GEN"
)
LABELS: Final = frozenset(_LABEL_WORDS.split())
"""Capitals before a dash or in brackets that label a piece and name no town or agency."""

_PARTICLE_WORDS: Final = "de del della do da di du des la le el al an and et y of on in the near sur am"
PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
"""Small words inside the name of a town."""

_AGENCY_NAMES: Final = (
    "AP|AFP|UPI|CNN|Reuters|Thomson Reuters|Xinhua|TASS|ITAR-TASS|Interfax|RIA Novosti|РИА Новости|ТАСС|Интерфакс|"
    "Sputnik|Kyodo|Kyodo News|Jiji|Yonhap|Bloomberg|Anadolu|AA|ANSA|EFE|dpa|APA|Tanjug|Beta|FoNet|HINA|MIA|BTA|PAP|"
    "CTK|MTI|Agerpres|BelTA|Ukrinform|MENA|SPA|WAM|QNA|KUNA|Petra|IRNA|ISNA|Fars|SANA|PTI|IANS|ANI|APP|BERNAMA|Antara|"
    "VNA|PNA|CNA|KCNA|VOA|RFE/RL|BBC|Prensa Latina|Télam|Notimex|Lusa|Belga|ANP|Ritzau|NTB|TT|STT"
)
AGENCIES: Final = frozenset(name.casefold() for name in _AGENCY_NAMES.split("|"))
"""Folded agency names. Any name in brackets may be an agency; where little else speaks for a dateline ("London (CNN) —"
against "Le Pen (FN) —") only these count."""
