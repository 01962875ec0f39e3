"""Slots: a worker that starts again gets the name it had; two never share one."""

from pathlib import Path

import pytest

from schemas.errors import Invalid
from streams.worker_slot import worker_slot


def test_auto_takes_the_first_number_that_is_free(tmp_path: Path) -> None:
    with worker_slot(tmp_path, "all", "auto") as first, worker_slot(tmp_path, "all", "auto") as second:
        assert (first, second) == ("0", "1")
    with worker_slot(tmp_path, "all", "auto") as again:
        assert again == "0"


def test_a_slot_in_use_is_refused_by_name(tmp_path: Path) -> None:
    with worker_slot(tmp_path, "all", "left"), pytest.raises(Invalid, match=r"slot left .* in use"):  # noqa: SIM117
        with worker_slot(tmp_path, "all", "left"):
            pass


def test_workers_of_other_stages_have_slots_of_their_own(tmp_path: Path) -> None:
    with worker_slot(tmp_path, "detect", "0") as detect, worker_slot(tmp_path, "index", "0") as index:
        assert detect == index == "0"


def test_the_slot_is_given_back_when_the_worker_fails(tmp_path: Path) -> None:
    with pytest.raises(LookupError), worker_slot(tmp_path, "all", "0"):
        raise LookupError
    with worker_slot(tmp_path, "all", "0") as slot:
        assert slot == "0"
