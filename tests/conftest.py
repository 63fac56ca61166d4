"""What all tests share: this folder is on the path of every test, and hypothesis never asserts a time."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("sheets", "walkthroughs")

PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=25, derandomize=True, **PATIENT)
settings.register_profile("thorough", max_examples=400, **PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
