"""A page of everything the detector got wrong on the hand-labelled sets: missed, extra, wrong; by rule and source.

The page holds passages of others, so it lies in the state folder and is never shipped.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from streams.alerts.feedback import feedback_if_reachable, feedback_section
from streams.settings import load_settings
from tests.gold.measure import SETS, Measurement, measure, scorer

_TEMPLATE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors on the hand-labelled sets</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
td.n{text-align:right}.item{border-top:1px solid #d5dae0;padding:.8rem 0}.id{color:#6a737d;font-size:13px}
.missed{color:#a40e26}.extra{color:#8a4600}.wrong{color:#0b5cad}mark{background:#fff3bf}b{font-weight:600}
</style>
<h1>Errors on the hand-labelled sets</h1>
{{ readers|safe }}
{% for set in sets %}
<h2>{{ set.name }}</h2>
<p>{{ set.faulty|length }} of {{ set.total }} items have an error.</p>
{% for title, rows in set.tables %}
<table><caption>{{ title }}</caption><tr><th></th>{% for h in heads %}<th>{{ h }}</th>{% endfor %}</tr>
{% for row in rows %}<tr><td>{{ row[0] }}</td>
{% for n in row[1] %}<td class="n">{{ n }}</td>{% endfor %}</tr>{% endfor %}
</table>
{% endfor %}
{% for item in set.faulty %}
<div class="item"><span class="id">{{ item.id }} · {{ item.source }} · {{ item.published }}</span>
<p>{{ item.before }}<mark>{{ item.target }}</mark>{{ item.after }}</p>
{% for kind, line in item.errors %}<div class="{{ kind }}"><b>{{ kind }}</b> {{ line }}</div>{% endfor %}
</div>
{% endfor %}{% endfor %}</html>
"""
_KINDS = ("right", "missed", "extra", "wrong")


def write_page(folder: Path, page: Path) -> None:
    """Write the page, making its folder."""
    sets = [_errors(scorer(folder), name, measure(folder, name)) for name in SETS]
    environment = Environment(loader=DictLoader({"page": _TEMPLATE}), autoescape=True, undefined=StrictUndefined)
    readers = feedback_section(feedback_if_reachable(load_settings()))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(environment.get_template("page").render(sets=sets, heads=_KINDS, readers=readers), encoding="utf-8")


def _errors(score: Any, name: str, measured: Measurement) -> dict[str, Any]:
    tallies: dict[str, dict[str, Counter[str]]] = {title: {} for title in ("rule", "status or stance", "source")}
    items = []
    for item in measured.items:
        errors = _of_item(score, item, measured.found[item["id"]], tallies)
        if errors:
            start, end = item["target"]
            text = item["text"]
            items.append(
                {
                    "id": item["id"],
                    "source": item.get("source", ""),
                    "published": item.get("published_at") or "no date",
                    "before": text[:start],
                    "target": text[start:end],
                    "after": text[end:],
                    "errors": errors,
                }
            )
    tables = [
        (title, sorted(((key, [tally[kind] for kind in _KINDS]) for key, tally in rows.items()), key=_by_errors))
        for title, rows in tallies.items()
    ]
    return {"name": name, "faulty": items, "total": len(measured.items), "tables": tables}


def _by_errors(row: tuple[str, list[int]]) -> tuple[int, str]:
    return (-sum(row[1][1:]), row[0])


def _of_item(
    score: Any, item: dict[str, Any], found: list[dict[str, Any]], tallies: dict[str, dict[str, Counter[str]]]
) -> list[tuple[str, str]]:
    start, end = item["target"]
    inside = [event for event in found if start <= score.span(event, item)[0] < end]
    pairs = score.match_events(item["events"], inside, item)
    errors: list[tuple[str, str]] = []

    def count(kind: str, event: dict[str, Any], rule: str) -> None:
        label = f"{event['type']} {event.get('status') or event.get('stance')}"
        for title, key in (("rule", rule), ("status or stance", label), ("source", item.get("source", ""))):
            tallies[title].setdefault(key, Counter())[kind] += 1

    for gold, event in pairs:
        wrong = _wrong_fields(score, gold, event)
        count("wrong" if wrong else "right", gold, event["rule"])
        if wrong:
            errors.append(("wrong", f"{_line(gold)} — {'; '.join(wrong)} [{event['rule']}]"))
    for gold in item["events"]:
        if not any(gold is one for one, _ in pairs):
            count("missed", gold, "(none)")
            errors.append(("missed", _line(gold)))
    for event in inside:
        if not any(event is one for _, one in pairs):
            count("extra", event, event["rule"])
            errors.append(("extra", f"{_line(event)} [{event['rule']}]"))
    return errors


def _wrong_fields(score: Any, gold: dict[str, Any], event: dict[str, Any]) -> list[str]:
    wrong = []
    for field in ("status", "stance", "format", "object_kind"):
        if field in gold and gold[field] != event.get(field):
            wrong.append(f"{field} {event.get(field)}")
    wanted, got = score.actors(gold), score.actors(event)
    if not score.pair_up(wanted, got) == len(wanted) == len(got):
        wrong.append(f"actors {_names(got)}")
    return wrong


def _line(event: dict[str, Any]) -> str:
    label = event.get("status") or event.get("stance")
    who = _names(event.get("participants") or event.get("recognisers") or [])
    what = f" of {_names([event['object'], *event.get('more_objects', [])])}" if event["type"] == "recognition" else ""
    trigger = event["trigger"]["text"] if isinstance(event["trigger"], dict) else event["trigger"]
    return f"{event['type']} {label}{what} “{trigger}” by {who}"


def _names(actors: list[Any]) -> str:
    return ", ".join(actor if isinstance(actor, str) else actor["name"] for actor in actors) or "nobody named"
