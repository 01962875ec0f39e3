"""Kibana's HTTP API, as far as objects are imported and looked at through it."""

import base64
import json
import ssl
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

import aiohttp

from schemas.errors import Invalid, Transient
from streams.kibana.saved_object import SavedObject
from streams.settings import Settings

_TIMEOUT_SECONDS: Final = 120.0
_REASON_LENGTH: Final = 300


class KibanaClient:
    """An asynchronous context manager. Every call raises Transient (kibana.unreachable) or Invalid (kibana.refused)."""

    def __init__(self, settings: Settings) -> None:
        """Raises Invalid (settings.invalid) when no Kibana is named, or its CA file cannot be read."""
        if not settings.kibana_url:
            raise Invalid("settings.invalid", "WIREWATCH_KIBANA_URL: the address of Kibana is not set")
        self.url: Final = settings.kibana_url.rstrip("/")
        # Kibana refuses every write without this header, whatever its value.
        self._headers = {"kbn-xsrf": "wirewatch"}
        if settings.kibana_api_key:
            self._headers["Authorization"] = f"ApiKey {settings.kibana_api_key.get_secret_value()}"
        elif settings.kibana_username and settings.kibana_password:
            pair = f"{settings.kibana_username}:{settings.kibana_password.get_secret_value()}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        try:
            self._ssl: ssl.SSLContext | bool = (
                ssl.create_default_context(cafile=settings.kibana_ca_file) if settings.kibana_ca_file else True
            )
        except (OSError, ssl.SSLError) as error:
            raise Invalid("settings.invalid", f"WIREWATCH_KIBANA_CA_FILE: {error}") from error
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers=self._headers,
            connector=aiohttp.TCPConnector(ssl=self._ssl),
            timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def status(self) -> tuple[str, str | None]:
        """The overall level, such as "available", and the version; Kibana tells the version to known users alone."""
        answer = json_object(await self._ask("GET", "/api/status"))
        version = answer.get("version", {}).get("number")
        return answer.get("status", {}).get("overall", {}).get("level", "unknown"), version

    async def import_bundle(self, text: str) -> dict[str, Any]:
        """Import NDJSON over what is there. The answer has `success`, `successCount` and `errors`."""
        form = aiohttp.FormData()
        form.add_field("file", text.encode(), filename="wirewatch.ndjson", content_type="application/ndjson")
        return json_object(await self._ask("POST", "/api/saved_objects/_import?overwrite=true", data=form))

    async def export(self, objects: Sequence[SavedObject]) -> tuple[list[SavedObject], dict[str, Any]]:
        """These objects as they are in Kibana, with all that they point to; and Kibana's account of what is missing."""
        wanted = [{"type": one["type"], "id": one["id"]} for one in objects]
        body = {"objects": wanted, "includeReferencesDeep": True}
        lines = (await self._ask("POST", "/api/saved_objects/_export", json=body)).splitlines()
        answers = [json_object(line) for line in lines if line.strip()]
        exported = [answer for answer in answers if "type" in answer]
        account = next((answer for answer in answers if "exportedCount" in answer), {})
        return exported, account

    async def data_view(self, view_id: str) -> dict[str, Any]:
        """A data view with the fields that Kibana found behind it."""
        answer = json_object(await self._ask("GET", f"/api/data_views/data_view/{view_id}"))
        view: dict[str, Any] = answer.get("data_view", {})
        return view

    async def _ask(self, method: str, path: str, **body: Any) -> bytes:
        if self._session is None:
            raise RuntimeError("the client is used outside its context")
        try:
            # A redirect is the way to a login page, not an answer.
            async with self._session.request(method, self.url + path, allow_redirects=False, **body) as answer:
                content = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Transient("kibana.unreachable", f"{self.url}: {str(error) or type(error).__name__}") from error
        if answer.status in (429, 502, 503, 504):
            raise Transient("kibana.unreachable", f"{self.url}: HTTP {answer.status}: {_reason(content)}")
        if answer.status >= 300:
            raise Invalid("kibana.refused", f"{method} {path}: HTTP {answer.status}: {_reason(content)}")
        return content


def json_object(content: bytes) -> dict[str, Any]:
    """Raises Invalid (kibana.refused) when something else than Kibana's API answered."""
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Invalid("kibana.refused", f"this is no answer of Kibana's API: {_reason(content)}")
    return answer


def _reason(content: bytes) -> str:
    """What Kibana says is wrong, on one line."""
    text = content.decode("utf-8", "replace")
    with suppress(ValueError, AttributeError):
        text = json.loads(text).get("message", text)
    return " ".join(str(text).split())[:_REASON_LENGTH]
