from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_ledger import SmallLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SmallLedger]:
    ledger = SmallLedger(tmp_path / "data")
    yield ledger
    ledger.close()
