"""A demonstration of few people on a day in May."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from competency.demo.service import loading
from competency.demo.service.loading import Wanted
from competency.infra.edge import command_work
from competency.infra.files import Store
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from tests.builders.stage import Stage
from tests.support.replay import kept

AS_OF = date(2026, 5, 8)
FEW = 24


@pytest.fixture
def load(app: Flask, stage: Stage) -> Callable[..., Any]:
    def make(_stage: Stage, size: Wanted, store: Store | None = None) -> Any:
        with app.app_context(), command_work() as work:
            return loading.load(work, size, cheap=True, store=store)

    def load(store: Store | None = None, **wanted: Any) -> Any:
        usual: dict[str, Any] = {"people": FEW, "seed": 1, "as_of": AS_OF}
        size = Wanted(**(usual | wanted))
        return make(stage, size, store) if store else kept(make)(stage, size)

    return load


@pytest.fixture
def work(look: Session, clock: Any) -> Work:
    return Work(actor=SYSTEM, now=clock(), session=look)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "attachments")
