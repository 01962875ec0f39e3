"""How many lost events are too many: a share of what there was, or a number."""

import re
from dataclasses import dataclass

from schemas.errors import Invalid


@dataclass(frozen=True, slots=True)
class Allowance:
    """Exactly one of the two is set."""

    share: float | None = None
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.number:,}" if self.number is not None else f"{(self.share or 0.0) * 100:g}%"

    def exceeded(self, lost: int, of: int) -> bool:
        if self.number is not None:
            return lost > self.number
        return lost > (self.share or 0.0) * of


def parse_share(text: str) -> Allowance:
    """`1%` or `0.5%` is a share, `12` a number. Raises Invalid(settings.invalid)."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
    if not found or (not found[2] and "." in found[1]):
        raise Invalid("settings.invalid", f"{text!r} is neither a share such as 1% nor a number of events")
    return Allowance(share=float(found[1]) / 100) if found[2] else Allowance(number=int(found[1]))
