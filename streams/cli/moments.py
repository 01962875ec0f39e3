"""Times as they are typed on the command line."""

from datetime import UTC, datetime

import typer


def version_created_of(text: str | None) -> datetime | None:
    """The value of --version-created: RFC 3339 with an offset, which is never guessed."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"--version-created: {error}") from error
    if moment.tzinfo is None:
        raise typer.BadParameter("--version-created needs a UTC offset, e.g. 2018-11-12T09:00:00+03:00")
    return moment


def bound_of(text: str | None) -> datetime | None:
    """A bound of a range: a day, or a time; UTC where no offset is given."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time such as 2018-11-01 or 2018-11-01T06:00:00+01:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def milliseconds(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, as Kafka counts."""
    return None if moment is None else int(moment.timestamp() * 1000)
