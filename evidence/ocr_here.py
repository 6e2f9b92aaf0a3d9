"""Whether there is OCR here, and how to get it; imports nothing of it, so that any process may ask."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

HOW_TO_GET_IT = "install rapidocr, onnxruntime and opencv-python-headless from requirements.txt to have OCR"
NO_OCR_HERE = (
    f"There is no OCR here, and this file has no text that can be read without it: {HOW_TO_GET_IT}, or capture "
    "its figures by hand."
)
_NEEDED = ("onnxruntime", "cv2", "rapidocr")
_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")


def is_here() -> bool:
    """Whether the engine and its models are installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        return False
    return all(model.is_file() for model in models())


@lru_cache(maxsize=1)
def models() -> tuple[Path, ...]:
    """The files of the two models, of detection and of recognition, in the rapidocr wheel."""
    try:
        wheel = distribution("rapidocr")
    except PackageNotFoundError:
        return (Path(),)
    return tuple(Path(str(wheel.locate_file(f"rapidocr/models/{name}"))) for name in _MODELS)
