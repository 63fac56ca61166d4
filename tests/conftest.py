"""What all tests share: this folder is on the path of every test, and hypothesis never asserts a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("sheets", "walkthroughs")

PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=25, derandomize=True, **PATIENT)
settings.register_profile("thorough", max_examples=400, **PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the quickstart as shop.xlsx after a run of 2026-03-02, and all that the run made: copy it."""
    from click.testing import CliRunner
    from locations import QUICKSTART

    from sheetflow.cli import main

    path = tmp_path_factory.mktemp("after_a_run") / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    said = CliRunner().invoke(main, ["run", str(path), "--as-of=2026-03-02"])
    assert said.exit_code == 0, said.output
    assert "Typed since" not in said.output, "a first run knows nothing"
    return path.parent
