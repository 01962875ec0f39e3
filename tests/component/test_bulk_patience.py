"""What a bulk write does with each answer an Elasticsearch may give, over real HTTP."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest
from aiohttp import web
from elasticsearch import AsyncElasticsearch

from streams.bulk import Patience, Write, write_all

Answer = Callable[[list[str]], tuple[int, dict[str, Any]]]


class ScriptedElasticsearch:
    """Answers bulk requests from a script, then takes everything; remembers the ids of each request."""

    def __init__(self) -> None:
        self.script: list[Answer] = []
        self.requests: list[list[str]] = []
        self.url = ""

    async def bulk(self, request: web.Request) -> web.Response:
        lines = (await request.read()).splitlines()
        ids = [msgspec.json.decode(line)["index"]["_id"] for line in lines[::2]]
        assert request.query["require_alias"] == "true"
        self.requests.append(ids)
        status, body = self.script.pop(0)(ids) if self.script else items(201)(ids)
        return web.json_response(body, status=status, headers={"X-Elastic-Product": "Elasticsearch"})


def items(*statuses: int) -> Answer:
    """One status for each item; the last one for the rest."""

    def answer(ids: list[str]) -> tuple[int, dict[str, Any]]:
        each = [statuses[min(position, len(statuses) - 1)] for position in range(len(ids))]
        failed = {"error": {"type": "t", "reason": "why"}}
        return 200, {"items": [{"index": {"status": one, **(failed if one >= 300 else {})}} for one in each]}

    return answer


def refuse(status: int) -> Answer:
    return lambda _: (status, {"error": {"type": "t", "reason": "why"}, "status": status})


@pytest.fixture
async def server() -> AsyncIterator[ScriptedElasticsearch]:
    scripted = ScriptedElasticsearch()
    application = web.Application(client_max_size=64 * 1024 * 1024)
    application.router.add_put("/_bulk", scripted.bulk)
    application.router.add_post("/_bulk", scripted.bulk)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield scripted
    await runner.cleanup()


@pytest.fixture
async def client(server: ScriptedElasticsearch) -> AsyncIterator[AsyncElasticsearch]:
    async with AsyncElasticsearch(server.url, request_timeout=5, max_retries=0) as connected:
        yield connected


def _writes(*ids: str) -> list[Write]:
    return [Write("events", one, 1, {"id": one}) for one in ids]


async def test_a_version_conflict_is_success_and_a_bad_document_is_rejected(
    server: ScriptedElasticsearch, client: AsyncElasticsearch
) -> None:
    server.script = [items(201, 409, 400)]
    outcomes = [result.outcome for result in await write_all(client, _writes("a", "b", "c"), Patience())]
    assert outcomes == ["written", "stale", "rejected"]
    assert server.requests == [["a", "b", "c"]]


@pytest.mark.parametrize("status", [429, 502, 503, 504, 401, 403, 404])
async def test_only_what_was_not_taken_is_sent_again(
    server: ScriptedElasticsearch, client: AsyncElasticsearch, status: int
) -> None:
    server.script = [items(201, status, 201)]
    outcomes = [result.outcome for result in await write_all(client, _writes("a", "b", "c"), Patience())]
    assert outcomes == ["written"] * 3
    assert server.requests == [["a", "b", "c"], ["b"]]


@pytest.mark.parametrize("status", [429, 500, 503, 401])
async def test_a_refused_request_is_sent_again_whole_and_each_wait_is_counted(
    server: ScriptedElasticsearch, client: AsyncElasticsearch, status: int
) -> None:
    waits: list[str] = []
    server.script = [refuse(status), refuse(status)]
    results = await write_all(client, _writes("a", "b"), Patience(on_retry=waits.append))
    assert [result.outcome for result in results] == ["written", "written"]
    assert server.requests == [["a", "b"]] * 3
    assert len(waits) == 2
    assert waits[0] == ("elasticsearch.refused" if status == 401 else "elasticsearch.unreachable")


async def test_trouble_is_known_while_waiting_and_forgotten_afterwards(
    server: ScriptedElasticsearch, client: AsyncElasticsearch
) -> None:
    seen: list[str] = []
    patience = Patience()
    patience.on_retry = lambda _: seen.append(str(patience.trouble))
    server.script = [items(403)]
    await write_all(client, _writes("a"), patience)
    assert seen == ["elasticsearch.refused: HTTP 403: why"]
    assert patience.trouble is None


async def test_a_request_that_is_too_large_is_halved_until_it_fits(
    server: ScriptedElasticsearch, client: AsyncElasticsearch
) -> None:
    server.script = [refuse(413), refuse(413)]
    results = await write_all(client, _writes("a", "b", "c", "d"), Patience())
    assert [result.outcome for result in results] == ["written"] * 4
    assert server.requests == [["a", "b", "c", "d"], ["a", "b"], ["a"], ["b"], ["c", "d"]]


async def test_one_document_that_spoils_the_request_is_found_and_rejected_alone(
    server: ScriptedElasticsearch, client: AsyncElasticsearch
) -> None:
    def spoiled(ids: list[str]) -> tuple[int, dict[str, Any]]:
        return refuse(400)(ids) if "c" in ids else items(201)(ids)

    server.script = [spoiled] * 7
    results = await write_all(client, _writes("a", "b", "c", "d"), Patience())
    assert [result.outcome for result in results] == ["written", "written", "rejected", "written"]


async def test_writes_beyond_the_size_of_a_request_are_split(
    server: ScriptedElasticsearch, client: AsyncElasticsearch
) -> None:
    big = [Write("events", str(number), 1, {"text": "x" * 3_000_000}) for number in range(5)]
    results = await write_all(client, big, Patience())
    assert len(results) == 5
    assert server.requests == [["0", "1"], ["2", "3"], ["4"]]


async def test_nothing_to_write_sends_nothing(server: ScriptedElasticsearch, client: AsyncElasticsearch) -> None:
    assert await write_all(client, [], Patience()) == []
    assert server.requests == []
