"""The typed columns of frames are those that schemas/ declare."""

from __future__ import annotations

from tools.frames import TARGET, source


def test_the_typed_frames_are_made_from_the_schemas() -> None:
    assert TARGET.read_text(encoding="utf-8") == source(), "run python -m tools.frames"
