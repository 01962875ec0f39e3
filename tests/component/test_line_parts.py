"""How the parts of a worker's line are joined."""

from pathlib import Path
from typing import Any

import pytest

from streams import line
from streams.agent_loop import AgentLoop
from streams.index_agent import IndexStage
from streams.line import Line
from streams.settings import Settings


async def test_the_index_stage_has_its_dead_letters_sent_by_its_own_loop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[IndexStage] = []
    loops: list[AgentLoop] = []

    class Noted(IndexStage):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            made.append(self)

    class NotedLoop(AgentLoop):
        def __init__(self, stage: Any, *arguments: Any, **options: Any) -> None:
            super().__init__(stage, *arguments, **options)
            if isinstance(stage, IndexStage):
                loops.append(self)

    monkeypatch.setattr(line, "IndexStage", Noted)
    monkeypatch.setattr(line, "AgentLoop", NotedLoop)
    settings = Settings(_env_file=None, worker_data_dir=tmp_path, watchlists=[])  # type: ignore[call-arg]
    built = Line(settings, ["index"])
    assert made[0].refuse == loops[0].refuse
    for part in built.app.parts:
        if isinstance(part, line.ClosingService):
            await part.on_stop()
