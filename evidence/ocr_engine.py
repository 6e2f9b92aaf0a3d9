"""The OCR networks: where text stands in a picture, and which characters stand there; run by onnxruntime alone.

The models lie in the rapidocr wheel (PP-OCRv6 small). Only the model files are taken from it: its own code may
fetch others from the network, and nothing here ever does. Imported only where a page needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from evidence.ocr_here import models

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

# Blue, green, red, as the networks were trained; (height, width, 3).
# Detection runs in strips of this height with context on both sides, so that memory does not grow with the page.
_STRIP, _CONTEXT, _STEP = 320, 64, 32
_DETECTION_PIXELS = 2_800_000
_SMALLEST_SIDE = 736
_EVEN = 12
_INK, _SURE, _GROWTH = 0.3, 0.5, 1.6
_MOST_LINES = 1_500
_ROW_HEIGHT, _NARROWEST, _WIDEST = 48, 64, 3_200


@dataclass(frozen=True, slots=True)
class Seen:
    """One recognised character: how sure, and where its middle lies along the line (0 to 1)."""

    text: str
    sure: float
    at: float


@lru_cache(maxsize=2)
def _session(place: int) -> Any:
    onnxruntime = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    # The child may start no thread, and an arena would keep what one large page needed.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(models()[place]), sess_options=options, providers=["CPUExecutionProvider"]
    )


@lru_cache(maxsize=1)
def _alphabet() -> tuple[str, ...]:
    """What each class of the recogniser means: 0 is no character, the last one a space."""
    known = _session(1).get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *known, " ")


def image_library() -> Any:
    """OpenCV, told to start no thread; imported at the first picture."""
    cv2 = import_module("cv2")
    cv2.setNumThreads(1)
    return cv2


def detect(picture: Picture) -> list[Points]:
    """The corners of every line of text (top left, top right, bottom right, bottom left of the picture)."""
    cv2 = image_library()
    height, width = picture.shape[:2]
    scale = min(1.0, (_DETECTION_PIXELS / (height * width)) ** 0.5)
    if min(height, width) * scale < _SMALLEST_SIDE:
        scale = min(_SMALLEST_SIDE / min(height, width), (_DETECTION_PIXELS / (height * width)) ** 0.5)
    size = tuple(max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    chances = _chances(small)
    mask = cv2.dilate((chances > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    back = np.array([width / size[0], height / size[1]], np.float32)
    found = (quad for contour in contours if (quad := _quad(cv2, contour, chances)) is not None)
    return [quad * back for quad in islice(found, _MOST_LINES)]


def _chances(picture: Picture) -> npt.NDArray[np.float32]:
    """For each pixel how likely it lies in the heart of a line of text."""
    session = _session(0)
    name = session.get_inputs()[0].name
    height = picture.shape[0]
    whole = np.zeros(picture.shape[:2], np.float32)
    for top in range(0, height, _STRIP):
        bottom = min(height, top + _STRIP)
        above, below = max(0, top - _CONTEXT), min(height, bottom + _CONTEXT)
        if int(picture[top:bottom].max()) - int(picture[top:bottom].min()) < _EVEN:
            # Even paper: there the network sees patterns of its own.
            continue
        strip = picture[above:below].astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
        seen = session.run(None, {name: strip})[0][0, 0]
        whole[top:bottom] = seen[top - above : bottom - above]
    return whole


def _quad(cv2: Any, contour: Any, chances: npt.NDArray[np.float32]) -> Points | None:
    """The corners around one spot, grown to the whole line; None for a spot that is no text."""
    (x, y), (wide, tall), angle = cv2.minAreaRect(contour)
    if min(wide, tall) < 3:
        return None
    left, top, across, down = cv2.boundingRect(contour)
    inside = np.zeros((down, across), np.uint8)
    corners = cv2.boxPoints(((x - left, y - top), (wide, tall), angle))
    cv2.fillPoly(inside, [corners.astype(np.int32)], 1)
    if cv2.mean(chances[top : top + down, left : left + across], inside)[0] < _SURE:
        return None
    grown = 2 * _GROWTH * wide * tall / (2 * (wide + tall))
    return _ordered(cv2.boxPoints(((x, y), (wide + grown, tall + grown), angle)))


def _ordered(corners: Points) -> Points:
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def cut_line(picture: Picture, corners: Points) -> Picture:
    """The piece of the picture between four corners, made straight, in its own pixels."""
    cv2 = image_library()
    width = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]), 2)
    height = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]), 2)
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), frame)
    piece: Picture = cv2.warpPerspective(
        picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    return piece


def _length(one: Points, two: Points) -> int:
    return int(np.linalg.norm(one - two))


def recognise(line: Picture) -> tuple[Seen, ...]:
    """The characters of one straight line of text, from left to right, spaces among them."""
    cv2 = image_library()
    height, width = line.shape[:2]
    wide = min(_WIDEST, max(16, round(width * _ROW_HEIGHT / height)))
    small = cv2.resize(line, (wide, _ROW_HEIGHT), interpolation=cv2.INTER_LINEAR)
    padded = np.zeros((1, 3, _ROW_HEIGHT, max(wide, _NARROWEST)), np.float32)
    padded[0, :, :, :wide] = small.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1.0
    session = _session(1)
    chances = session.run(None, {session.get_inputs()[0].name: padded})[0][0]
    best, sure = chances.argmax(axis=1), chances.max(axis=1)
    column = padded.shape[3] / len(best)
    alphabet = _alphabet()
    seen: list[Seen] = []
    start = 0
    for place in range(1, len(best) + 1):
        if place < len(best) and best[place] == best[start]:
            continue
        if best[start]:
            middle = (start + place) / 2 * column / wide
            top = float(sure[start:place].max())
            seen.append(Seen(alphabet[int(best[start])], min(1.0, top), min(1.0, middle)))
        start = place
    return tuple(seen)
