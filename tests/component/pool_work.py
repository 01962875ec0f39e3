"""Work for pool processes in tests: small, and as badly behaved as its input says."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from schemas.errors import Invalid


@dataclass(frozen=True)
class Shouting:
    """Upper-cases words; `die` kills its process, `hang` never ends, `raise` raises."""

    built: str | None = None
    """A file that gets a line whenever the work is built."""
    refuses: str | None = None

    def __call__(self) -> Callable[[list[str]], list[str]]:
        if self.refuses == "invalid":
            raise Invalid("watchlist.invalid", "no actors")
        if self.refuses == "unpicklable":
            raise AwkwardError("two", "arguments")
        if self.refuses == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.built:
            with open(self.built, "a", encoding="utf-8") as file:  # noqa: PTH123
                file.write(f"{os.getpid()}\n")
        return _shout


class AwkwardError(Exception):
    """Pickles, but cannot be unpickled."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def _shout(words: list[str]) -> list[str]:
    return [_one(word) for word in words]


def _one(word: str) -> str:
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(600)
    if word == "raise":
        raise AwkwardError("cannot", "shout")
    return word.upper()
