"""A chart is drawn once for the same numbers, the same every time, and fits a strict policy."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from competency.config import Settings
from competency.infra import charts, profile_chart


def numbers(**changed: Any) -> dict[str, Any]:
    """Return a small profile: two sections on a scale of three."""
    return {
        "shape": "wide",
        "positions": ["Not yet", "Working towards it", "There"],
        "sections": ["Supervision", "Continuing professional development"],
        "series": [
            {"role": "self", "name": "Self-assessment", "cells": [[0, 1, 2], None]},
            {"role": "agreed", "name": "Agreed", "cells": [[1, 1, 1], [0, 0, 2]]},
        ],
        "targets": [2, None],
    } | changed


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url="sqlite://", data_dir=tmp_path, secret_key="k" * 40)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Count what is really drawn."""
    calls: list[dict[str, Any]] = []
    real: Callable[[Any], bytes] = profile_chart.draw

    def counting(asked: dict[str, Any]) -> bytes:
        calls.append(asked)
        return real(asked)

    monkeypatch.setattr(profile_chart, "draw", counting)
    return calls


def words(svg: bytes) -> set[str]:
    return {"".join(e.itertext()).strip() for e in ElementTree.fromstring(svg).iter()} - {""}


@pytest.mark.parametrize("shape", sorted(profile_chart.SHAPES))
def test_the_same_numbers_give_the_same_bytes(shape: str) -> None:
    asked = numbers(shape=shape)

    assert profile_chart.draw(asked) == profile_chart.draw(asked)


@pytest.mark.parametrize("shape", sorted(profile_chart.SHAPES))
def test_a_profile_names_its_sections_positions_and_series(shape: str) -> None:
    found = words(profile_chart.draw(numbers(shape=shape)))

    assert {"Supervision", "Not yet", "towards", "There"} <= found
    assert {"Self-assessment", "Agreed", "Target of the post"} <= found
    assert "Supervisor" not in found


def test_a_profile_without_targets_explains_none() -> None:
    assert "Target of the post" not in words(profile_chart.draw(numbers(targets=[None, None])))


def test_a_profile_without_any_series_is_an_empty_frame() -> None:
    found = words(profile_chart.draw(numbers(series=[], targets=[None, None])))

    assert "Supervision" in found


def test_a_drawing_carries_no_style_that_the_policy_refuses() -> None:
    svg = profile_chart.draw(numbers())

    assert b"style" not in svg
    assert b'font-family="' in svg
    assert b"#0b5d62" in svg


def test_a_chart_is_drawn_once_and_then_read(
    settings: Settings, drawn: list[dict[str, Any]]
) -> None:
    first = charts.draw(settings, "profile", numbers())
    again = charts.draw(settings, "profile", numbers())

    assert first == again
    assert len(drawn) == 1
    assert [f.suffix for f in (settings.data_dir / "charts").iterdir()] == [".svg"]


def test_other_numbers_are_another_chart(settings: Settings, drawn: list[dict[str, Any]]) -> None:
    charts.draw(settings, "profile", numbers())
    charts.draw(settings, "profile", numbers(targets=[0, 0]))

    assert len(drawn) == 2


def test_readers_who_ask_at_once_wait_for_one_drawing(
    settings: Settings, drawn: list[dict[str, Any]]
) -> None:
    together = threading.Barrier(6)

    def ask(_number: int) -> bytes:
        together.wait(timeout=20)
        return charts.draw(settings, "profile", numbers())

    with ThreadPoolExecutor(6) as readers:
        answers = set(readers.map(ask, range(6)))

    assert len(answers) == 1
    assert len(drawn) == 1


def test_a_drawing_that_cannot_be_kept_leaves_no_part_of_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("competency.infra.charts.os.fsync", refuse)
    with pytest.raises(OSError, match="full"):
        charts.draw(settings, "profile", numbers())

    assert list((settings.data_dir / "charts").iterdir()) == []
