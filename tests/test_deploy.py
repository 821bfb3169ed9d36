"""The alerts and the dashboard: every metric that they name is one that workers serve."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pipeline.records import DuplicateKind, Outcome
from pipeline.topics import TOPICS
from pipeline.worker.metrics import Metrics

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
RULES: list[dict[str, Any]] = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"][0][
    "rules"
]
DASHBOARD = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]

_METRIC = re.compile(r"\b(?:pipeline|process|python)_[a-z_]+")
_MATCHER = re.compile(r'([a-z_]+)(=~|!=|=)"([^"]*)"')


def served() -> Iterator[tuple[str, set[str]]]:
    """Each name that a worker serves, with its labels; Prometheus adds `job` and `instance`."""
    metrics = Metrics()
    for _, metric in vars(metrics).items():
        for family in metric.describe() if hasattr(metric, "describe") else ():
            suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
            for suffix in suffixes.get(family.type, [""]):
                labels = {*metric._labelnames, "job", "instance"}
                yield family.name + suffix, labels | ({"le"} if suffix == "_bucket" else set())
    for family in metrics.registry.collect():
        for sample in family.samples:
            yield sample.name, {*sample.labels, "job", "instance"}


SERVED = dict(served())


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_and_label_is_served(expression: str) -> None:
    names = _METRIC.findall(expression)
    assert names
    for name in names:
        assert name in SERVED
    known = set().union(*(SERVED[name] for name in names))
    for group in re.findall(r"\b(?:by|on) \(([a-z_, ]*)\)", expression):
        assert {label.strip() for label in group.split(",") if label.strip()} <= known
    values = {
        "outcome": set(get_args(Outcome)),
        "verdict": {"original", *get_args(DuplicateKind)},
        "topic": {topic.name for topic in TOPICS},
    }
    for label, _, value in _MATCHER.findall(expression):
        assert label in known
        assert value in values.get(label, {value})


def test_every_metric_of_ours_is_on_the_dashboard() -> None:
    shown = set(_METRIC.findall(json.dumps(PANELS)))
    for name in SERVED:
        if name.startswith("pipeline_") and not name.endswith(("_created", "_sum")):
            assert name in shown, name


def test_panels_have_their_own_place_and_say_what_they_show() -> None:
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells
        assert panel["title"]


def test_every_alert_says_whether_it_wakes_somebody_and_what_to_do() -> None:
    runbook = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["for"]
        assert rule["annotations"]["summary"]
        assert f"### {rule['alert']}" in runbook


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
@pytest.mark.parametrize(
    "command",
    [("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")],
    ids=" ".join,
)
def test_prometheus_takes_the_rules_and_they_fire_when_they_should(command: tuple[str]) -> None:
    done = subprocess.run(["promtool", *command], cwd=DEPLOY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
