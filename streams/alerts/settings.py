"""The alert settings in the types that the stage uses."""

import json
from datetime import timedelta

from schemas.errors import Invalid
from streams.alerts.channels import Channels
from streams.alerts.durations import rate
from streams.alerts.sender import Delivery
from streams.settings import Settings


def channels_of(settings: Settings) -> Channels:
    """Raises Invalid(settings.invalid), in words that hold no secret."""
    return Channels(
        channel_urls(settings),
        file=settings.alert_file,
        default=settings.alert_default_channel,
        timeout=settings.alert_send_timeout,
    )


def channel_urls(settings: Settings) -> dict[str, str]:
    """Name -> secret URL. Raises Invalid(settings.invalid)."""
    urls: dict[str, str] = {}
    if settings.alert_channels_file is not None:
        try:
            content = settings.alert_channels_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Invalid("settings.invalid", f"WIREWATCH_ALERT_CHANNELS_FILE: {type(error).__name__}") from None
        urls |= _urls("WIREWATCH_ALERT_CHANNELS_FILE", content)
    if settings.alert_channels is not None:
        urls |= _urls("WIREWATCH_ALERT_CHANNELS", settings.alert_channels.get_secret_value())
    return urls


def _urls(variable: str, text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(url, str) for url in found.values()):
        raise Invalid("settings.invalid", f'{variable}: not a JSON object such as {{"desk": "mailtos://…"}}')
    if reserved := {"file", "stdout"} & found.keys():
        raise Invalid("settings.invalid", f"{variable}: {', '.join(sorted(reserved))} is a name of our own")
    return found


def global_rate_limit(settings: Settings) -> tuple[int, timedelta] | None:
    """Raises Invalid(settings.invalid)."""
    if not settings.alert_rate_limit:
        return None
    try:
        return rate(settings.alert_rate_limit)
    except ValueError as error:
        raise Invalid("settings.invalid", f"WIREWATCH_ALERT_RATE_LIMIT: {error}") from None


def delivery_of(settings: Settings) -> Delivery:
    return Delivery(tries=settings.alert_tries, lease=timedelta(seconds=settings.alert_lease))
