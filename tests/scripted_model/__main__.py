"""Run the scripted model as a demonstration until it is interrupted."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Final

from .dialects import DIALECTS, PLAIN
from .faults import Fault, FaultyBehaviour
from .forging import Forging
from .honest import Honest
from .server import DEMO_MODEL, Pace, ScriptedModel

FORGING_MODEL: Final = "演示模型·会编造（脚本，不是真模型）"
_HONEST: Final = Honest(reasoning="先找出资料里和问题最接近的句子，再照原文写出来，注明编号。")


def main() -> None:
    """Serve; print what pb_qa has to be told to use it."""
    parser = argparse.ArgumentParser(prog="python -m tests.scripted_model", description=__doc__)
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--fault", choices=[fault.name for fault in Fault], default="")
    parser.add_argument("--dialect", choices=list(DIALECTS), default="")
    parser.add_argument("--first", type=float, default=0.0, help="seconds before the first piece")
    parser.add_argument("--key", default="", help="any other key is refused")
    parser.add_argument("--pause", type=float, default=0.03, help="seconds between two pieces")
    options = parser.parse_args()
    behaviour = FaultyBehaviour(Fault[options.fault]) if options.fault else _HONEST
    others = {FORGING_MODEL: Forging()}
    with ScriptedModel(
        behaviour,
        models=others,
        key=options.key,
        pace=Pace(2, options.pause, options.first),
        port=options.port,
        dialect=DIALECTS.get(options.dialect, PLAIN),
    ) as model:
        print(f"{DEMO_MODEL}：只会照着资料说话的脚本，用来演示和测试。")
        print(f"{FORGING_MODEL}：一半的话是编造的，用来看核对怎样把它们隐去。")
        print(f"PB_QA_LLM_BASE_URL={model.base_url}")
        print(f"PB_QA_LLM_MODEL={DEMO_MODEL}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
