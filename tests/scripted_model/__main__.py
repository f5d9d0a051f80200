"""Run the scripted model as a demonstration until it is interrupted."""

from __future__ import annotations

import argparse
import sys
import time

from .faults import Fault, FaultyBehaviour
from .honest import Honest
from .server import DEMO_MODEL, Pace, ScriptedModel


def main() -> None:
    """Serve; print what pb_qa has to be told to use it."""
    parser = argparse.ArgumentParser(prog="python -m tests.scripted_model", description=__doc__)
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--fault", choices=[fault.name for fault in Fault], default="")
    parser.add_argument("--pause", type=float, default=0.03, help="seconds between two pieces")
    options = parser.parse_args()
    behaviour = FaultyBehaviour(Fault[options.fault]) if options.fault else Honest()
    with ScriptedModel(behaviour, pace=Pace(2, options.pause), port=options.port) as model:
        print(f"{DEMO_MODEL}：只会照着资料说话的脚本，用来演示和测试。")
        print(f"PB_QA_LLM_BASE_URL={model.base_url}")
        print(f"PB_QA_LLM_MODEL={DEMO_MODEL}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
