"""A small server that answers as Kibana's API does: what it refuses, Kibana refuses for the same reason."""

import asyncio
import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

KNOWN_VERSIONS: Final = {
    "index-pattern": "8.0.0",
    "search": "8.0.0",
    "tag": "8.0.0",
    "map": "8.4.0",
    "visualization": "8.5.0",
    "dashboard": "8.9.0",
}
Key = tuple[str, str]


class KibanaApi:
    """Saved objects by type and id. `credentials` is a user name and a password, or None for an open Kibana.

    `fields` are the names that Elasticsearch gives for each index: a data view lists what it finds there.
    """

    def __init__(self, fields: dict[str, list[str]] | None = None) -> None:
        self.objects: dict[Key, dict[str, Any]] = {}
        self.fields = fields or {}
        self.version = "9.2.0"
        self.level = "available"
        self.credentials: tuple[str, str] | None = None
        self.api_key: str | None = None
        self.elsewhere: set[Key] = set()
        """What another space holds: ids are unique over all spaces, so an import makes a copy under another id."""
        self.seen: list[str] = []
        self.url = ""

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._gate], client_max_size=32 * 1024**2)
        for space in ("", "/s/{space}"):
            application.router.add_get(f"{space}/api/status", self._status)
            application.router.add_post(f"{space}/api/saved_objects/_import", self._import)
            application.router.add_post(f"{space}/api/saved_objects/_export", self._export)
            application.router.add_get(f"{space}/api/data_views/data_view/{{id}}", self._data_view)
        return application

    @web.middleware
    async def _gate(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.seen.append(f"{request.method} {request.path}")
        if request.method == "POST" and "kbn-xsrf" not in request.headers:
            return _refusal(400, "Request must contain a kbn-xsrf header.")
        if not request.path.endswith("/api/status") and not self._knows(request):
            return _refusal(401, "[security_exception]: unable to authenticate user")
        answer: web.StreamResponse = await handler(request)
        return answer

    def _knows(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "")
        if self.api_key:
            return given == f"ApiKey {self.api_key}"
        if self.credentials:
            return given == "Basic " + base64.b64encode(":".join(self.credentials).encode()).decode()
        return True

    async def _status(self, request: web.Request) -> web.Response:
        answer: dict[str, Any] = {"status": {"overall": {"level": self.level}}}
        if self._knows(request):
            answer["version"] = {"number": self.version}
        return web.json_response(answer, status=503 if self.level == "unavailable" else 200)

    async def _import(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField) or not file.filename.endswith(".ndjson"):
            return _refusal(400, "Invalid file extension")
        if request.query.get("overwrite") != "true":
            return _refusal(400, "this test imports over what is there")
        objects = [json.loads(line) for line in file.file.read().decode().splitlines()]
        given = {(one["type"], one["id"]) for one in objects}
        errors = [error for one in objects if (error := self._fault(one, given)) is not None]
        refused = {(error["type"], error["id"]) for error in errors}
        accepted = [one for one in objects if (one["type"], one["id"]) not in refused]
        results = []
        for one in accepted:
            result = {"type": one["type"], "id": one["id"], "overwrite": (one["type"], one["id"]) in self.objects}
            if (one["type"], one["id"]) in self.elsewhere:
                result["destinationId"] = str(uuid4())
            self.objects[one["type"], result.get("destinationId", one["id"])] = one
            results.append(result)
        answer: dict[str, Any] = {
            "success": not errors,
            "successCount": len(accepted),
            "successResults": results,
            "warnings": [],
        }
        if errors:
            answer["errors"] = errors
        return web.json_response(answer)

    def _fault(self, one: dict[str, Any], given: set[Key]) -> dict[str, Any] | None:
        about = {"type": one["type"], "id": one["id"], "title": one["attributes"].get("title")}
        if one["type"] not in KNOWN_VERSIONS:
            return about | {"error": {"type": "unsupported_type"}}
        if one.get("typeMigrationVersion", "99") > KNOWN_VERSIONS[one["type"]]:
            return about | {
                "error": {"type": "unknown", "message": "belongs to a more recent version", "statusCode": 422}
            }
        missing = [
            {"type": reference["type"], "id": reference["id"]}
            for reference in one["references"]
            if reference["type"] in {"index-pattern", "search"}
            and (reference["type"], reference["id"]) not in given | self.objects.keys()
        ]
        return about | {"error": {"type": "missing_references", "references": missing}} if missing else None

    async def _export(self, request: web.Request) -> web.Response:
        body = await request.json()
        wanted = [(one["type"], one["id"]) for one in body["objects"]]
        if absent := [key for key in wanted if key not in self.objects]:
            return web.json_response(
                {
                    "statusCode": 400,
                    "error": "Bad Request",
                    "message": "Error fetching objects to export",
                    "attributes": {"objects": [{"type": kind, "id": name} for kind, name in absent]},
                },
                status=400,
            )
        found = dict.fromkeys(wanted)
        missing = []
        for key in wanted:
            for reference in self.objects[key]["references"]:
                pointed = (reference["type"], reference["id"])
                if pointed in self.objects:
                    found[pointed] = None
                else:
                    missing.append({"type": pointed[0], "id": pointed[1]})
        account = {
            "exportedCount": len(found),
            "missingRefCount": len(missing),
            "missingReferences": missing,
            "excludedObjectsCount": 0,
            "excludedObjects": [],
        }
        lines = [*(self.objects[key] for key in found), account]
        return web.Response(text="\n".join(map(json.dumps, lines)), content_type="application/ndjson")

    async def _data_view(self, request: web.Request) -> web.Response:
        one = self.objects.get(("index-pattern", request.match_info["id"]))
        if one is None:
            return _refusal(404, f"Saved object [index-pattern/{request.match_info['id']}] not found")
        attributes = one["attributes"]
        names = [*self.fields.get(attributes["title"], []), *json.loads(attributes["runtimeFieldMap"])]
        view = {"id": one["id"], "title": attributes["title"], "timeFieldName": attributes["timeFieldName"]}
        return web.json_response({"data_view": view | {"fields": {name: {"name": name} for name in names}}})


def _refusal(status: int, message: str) -> web.Response:
    return web.json_response({"statusCode": status, "error": "refused", "message": message}, status=status)


@contextmanager
def running(api: KibanaApi, tls: ssl.SSLContext | None = None) -> Iterator[KibanaApi]:
    """Serve `api` on a free port of 127.0.0.1, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        runner = web.AppRunner(api.application())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    api.url = f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
