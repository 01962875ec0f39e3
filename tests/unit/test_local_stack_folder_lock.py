"""One stack command at a time on a folder."""

import threading
from pathlib import Path

import pytest

from deploy.local import StackError
from deploy.local.folder_lock import folder_lock


def test_whoever_comes_second_gives_up_after_its_limit_and_says_for_what_it_waited(tmp_path: Path) -> None:
    with (
        folder_lock(tmp_path, limit=1),
        pytest.raises(StackError, match=rf"waited 0 s .* {tmp_path}"),
        folder_lock(tmp_path, limit=0),
    ):
        pass


def test_the_lock_is_free_again_after_its_block_even_when_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="on purpose"), folder_lock(tmp_path, limit=1):
        raise ValueError("on purpose")
    with folder_lock(tmp_path, limit=0):
        pass


def test_a_lock_whose_folder_was_deleted_meanwhile_still_keeps_two_holders_apart(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    inside: list[str] = []
    first_is_in, first_may_go = threading.Event(), threading.Event()

    def first() -> None:
        with folder_lock(folder, limit=1):
            first_is_in.set()
            assert first_may_go.wait(5)
            inside.append("first")
            (folder / "lock").unlink()
            folder.rmdir()

    def second() -> None:
        with folder_lock(folder, limit=5):
            inside.append("second")

    holders = [threading.Thread(target=first), threading.Thread(target=second)]
    holders[0].start()
    assert first_is_in.wait(5)
    holders[1].start()
    first_may_go.set()
    for holder in holders:
        holder.join(10)
    assert inside == ["first", "second"]
    assert (folder / "lock").exists()
