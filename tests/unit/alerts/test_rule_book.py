"""Rules kept up with their files: a broken file never replaces a running rule."""

from pathlib import Path

from streams.alerts.rule_book import RuleBook
from streams.metrics import Metrics

RULE = "id: {}\ntitle: {}\nquery: 'wire.type: meeting'\nnotify: [x]\n"


def test_a_change_is_taken_up_and_nothing_else_is_said_to_have_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(RULE.format("a", "One"))
    book = RuleBook([tmp_path])
    assert book.reload()
    assert not book.reload()
    file.write_text(RULE.format("a", "Two"))
    assert book.reload()
    assert book.current.rules["a"].rule.title == "Two"


def test_a_broken_file_leaves_its_rules_running_and_raises_the_metric(tmp_path: Path) -> None:
    file, metrics = tmp_path / "a.yaml", Metrics()
    file.write_text(RULE.format("a", "One"))
    book = RuleBook([tmp_path], metrics)
    book.reload()
    file.write_text("id: a\ntitle: [broken")
    assert not book.reload()
    assert book.current.rules["a"].rule.title == "One"
    assert metrics.value("wirewatch_alert_rule_files_refused") == 1
    (fault,) = book.current.refused.values()
    assert fault.message.startswith(f"{file}:3:1: ")
    (tmp_path / "b.yaml").write_text(RULE.format("b", "Other"))
    book.reload()
    assert set(book.current.rules) == {"a", "b"}
    assert metrics.value("wirewatch_alert_rule_files_refused") == 1, "it is still broken"
    file.write_text(RULE.format("a", "Mended"))
    book.reload()
    assert metrics.value("wirewatch_alert_rule_files_refused") == 0
    assert metrics.value("wirewatch_alert_rules", status="live") == 2


def test_a_file_that_is_gone_takes_its_rules_with_it(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(RULE.format("a", "One"))
    book = RuleBook([tmp_path])
    book.reload()
    file.unlink()
    assert book.reload()
    assert book.current.rules == {}


def test_an_id_that_another_file_has_stays_with_that_file(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").write_text(RULE.format("a", "First"))
    book = RuleBook([tmp_path])
    book.reload()
    (tmp_path / "a.yaml").write_text(RULE.format("a", "Thief"))
    book.reload()
    assert book.current.rules["a"].rule.title == "First"
    assert [Path(name).name for name in book.current.refused] == ["a.yaml"]


def test_an_interval_that_nobody_defines_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE.format("a", "One") + "mute_time_intervals: [nights]\n")
    book = RuleBook([tmp_path])
    book.reload()
    (fault,) = book.current.refused.values()
    assert "no time interval is named nights" in fault.message
