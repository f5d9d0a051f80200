"""Text recognition (OCR) with RapidOCR, whose models come inside its package."""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pb_qa.reading.ocr_lines import Line, lines_from

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

Recognize = Callable[["Picture"], list[Line]]

INSTALL: Final = 'pip install "pb-qa[ocr]"'
THREADS: Final = 2
_LONGEST_SIDE_FOR_DETECTION = 1280
_LINES_AT_ONCE = 2


def is_installed() -> bool:
    """Whether the extra is there; loads nothing."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def load_recognizer() -> Recognize:
    """Load the models and start their threads; nothing is loaded or started later.

    Returns
    -------
    Recognize
        From a picture, uint8 (height, width) grey or (height, width, 3) RGB, to its lines.

    Raises
    ------
    ImportError, OSError
        When the extra is not installed, or not wholly.
    """
    # onnxruntime keeps an identity of the computer in the home folder, and reports to its makers.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    numpy = importlib.import_module("numpy")
    importlib.import_module("cv2").setNumThreads(1)
    importlib.import_module("onnxruntime").disable_telemetry_events()
    package = importlib.import_module("rapidocr")
    models = Path(str(package.__file__)).parent / "models"
    engine: Any = package.RapidOCR(
        params={
            # Named here, no model is ever looked for on the network.
            "Det.model_path": str(_model(models, "*det*.onnx")),
            "Rec.model_path": str(_model(models, "*rec*.onnx")),
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE_FOR_DETECTION,
            "Rec.rec_batch_num": _LINES_AT_ONCE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.log_level": "error",
        }
    )
    blank = numpy.full((64, 256, 3), 255, numpy.uint8)
    engine(blank)
    engine(blank, use_det=False, use_cls=False, use_rec=True)

    def recognize(picture: Picture) -> list[Line]:
        found = engine(picture, use_det=True, use_cls=False, use_rec=True)
        if found.boxes is None or not found.txts:
            return []
        boxes = [tuple((float(x), float(y)) for x, y in box) for box in found.boxes]
        return lines_from(boxes, found.txts, found.scores)  # type: ignore[arg-type]

    return recognize


def _model(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"no {pattern} in {folder}")
    return found[0]
