"""Join PDFs that typst made into one."""

from __future__ import annotations

import io
from collections.abc import Sequence


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One PDF with the pages of all, in their order; without tags, unless there is only one."""
    if len(pdfs) == 1:
        return pdfs[0]
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs[0])) as whole:
        for content in pdfs[1:]:
            with pikepdf.open(io.BytesIO(content)) as part:
                whole.pages.extend(part.pages)
        whole.save(target, deterministic_id=True)
    return target.getvalue()
