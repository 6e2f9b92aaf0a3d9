"""Draws bills whose every printed number is known, and makes scans and photographs of them."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import justmytype_intl_cjk
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (1654, 2339)
_FONT = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
_ROWS = {
    "en": (
        "Peak energy",
        "Flat energy",
        "Off-peak energy",
        "Reactive energy",
        "Network charge",
        "Meter rent",
    ),
    "zh": ("峰段电量", "平段电量", "谷段电量", "无功电量", "基本电费", "力调电费"),
}
_HEADS = {
    "en": ("Item", "Quantity (kWh)", "Price (CNY)", "Amount (CNY)"),
    "zh": ("项目", "电量（千瓦时）", "单价（元）", "金额（元）"),
}
_TITLES = {"en": "Electricity bill", "zh": "电费账单"}
_PERIODS = {
    "en": "Billing period: 1 January 2021 to 31 January 2021",
    "zh": "计费周期：2021年1月1日至2021年1月31日",
}
_TOTALS = {"en": "Total", "zh": "合计"}


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number and the corners around it, in pixels of the picture: x0, top, x1, bottom."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture and the numbers on it."""

    image: Image.Image
    numbers: tuple[Number, ...]


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans SC, upright, at a size in pixels."""
    face = ImageFont.truetype(str(_FONT), size)
    face.set_variation_by_axes([400])
    return face


def draw_bill(language: str, seed: int, size: int = 28) -> Sheet:
    """A bill of one page in English ("en") or Chinese ("zh"): a title, a period, a table, a total."""
    chance = random.Random(seed)
    image = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(image)
    numbers: list[Number] = []
    pen.text((140, 150), _TITLES[language], font=font(size * 2), fill="black")
    pen.text((140, 270), _PERIODS[language], font=font(size), fill="black")
    columns = (140, 760 + chance.randrange(60), 1080 + chance.randrange(60), 1500)
    top, step = 400, size * 2 + chance.randrange(12)
    for x, head in zip(columns, _HEADS[language], strict=True):
        pen.text((x, top), head, font=font(size), fill="black", anchor="la" if x == 140 else "ra")
    rows = [row for row in _ROWS[language] for _ in range(1 + chance.randrange(3))]
    for place, row in enumerate([*rows, _TOTALS[language]]):
        y = top + (place + 1) * step
        pen.text((140, y), row, font=font(size), fill="black")
        cells = (
            f"{chance.randrange(10, 2_000_000):,}",
            f"{chance.uniform(0.1, 9):.4f}",
            f"{chance.uniform(1, 3e6):,.2f}",
        )
        for x, cell in zip(columns[1:], cells, strict=True):
            pen.text((x, y), cell, font=font(size), fill="black", anchor="ra")
            numbers.append(Number(cell, pen.textbbox((x, y), cell, font=font(size), anchor="ra")))
        if chance.random() < 0.5:
            pen.line((140, y + step - 8, 1500, y + step - 8), fill="#999999", width=2)
    return Sheet(image, tuple(numbers))


def scanned(sheet: Sheet, seed: int, *, degrees: float = 0.0, noise: float = 8.0, blur: float = 0.6) -> Sheet:
    """The sheet as a flatbed scanner gives it: a little askew, noisy, soft, packed as JPEG."""
    radians = np.deg2rad(degrees)
    width, height = sheet.image.size
    turn = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    middle = np.array([width / 2, height / 2])
    corners = [
        tuple(turn @ (np.array(c) - middle) + middle)
        for c in ((0, 0), (width, 0), (width, height), (0, height))
    ]
    return _spoiled(_bent(sheet, corners, "white"), seed, noise, blur, 0.0)


def photographed(sheet: Sheet, seed: int) -> Sheet:
    """The sheet as a telephone sees it on a table: in perspective, shaded, noisy, soft, packed as JPEG."""
    chance = random.Random(seed)
    width, height = sheet.image.size
    inset = [(chance.uniform(0.02, 0.06) * width, chance.uniform(0.02, 0.05) * height) for _ in range(4)]
    corners = [
        (inset[0][0], inset[0][1]),
        (width - inset[1][0], inset[1][1]),
        (width - inset[2][0], height - inset[2][1]),
        (inset[3][0], height - inset[3][1]),
    ]
    return _spoiled(_bent(sheet, corners, "#6b5a48"), seed, 9.0, 0.9, 0.45)


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """The sheet laid on the scanner turned clockwise by that many quarters."""
    image, numbers = sheet.image, list(sheet.numbers)
    for _ in range(quarters):
        height = image.height
        image = image.transpose(Image.Transpose.ROTATE_270)
        numbers = [
            Number(n.text, (height - n.box[3], n.box[0], height - n.box[1], n.box[2])) for n in numbers
        ]
    return Sheet(image, tuple(numbers))


def _bent(sheet: Sheet, corners: list[tuple[float, float]], behind: str) -> Sheet:
    """The sheet with its corners moved to other places of the picture."""
    width, height = sheet.image.size
    flat = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    forward, back = _homography(flat, corners), _homography(corners, flat)
    coefficients = (back / back[2, 2]).flatten()[:8].tolist()
    image = sheet.image.transform(
        sheet.image.size,
        Image.Transform.PERSPECTIVE,
        coefficients,
        Image.Resampling.BICUBIC,
        fillcolor=behind,
    )
    return Sheet(image, tuple(Number(n.text, _moved(n.box, forward)) for n in sheet.numbers))


def _homography(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> np.ndarray:
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(right)), 1.0).reshape(3, 3)


def _moved(box: tuple[float, float, float, float], move: np.ndarray) -> tuple[float, float, float, float]:
    points = [move @ np.array([x, y, 1.0]) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, down = [p[0] / p[2] for p in points], [p[1] / p[2] for p in points]
    return min(across), min(down), max(across), max(down)


def _spoiled(sheet: Sheet, seed: int, noise: float, blur: float, shade: float) -> Sheet:
    chance = np.random.default_rng(seed)
    level = np.asarray(sheet.image).astype(np.float32)
    if shade:
        fall = np.linspace(1.0, 1.0 - shade, level.shape[1])[None, :, None]
        level = level * (fall if seed % 2 else fall[:, ::-1])
    level = level * 0.92 + 8 + chance.normal(0, noise, level.shape)
    soft = Image.fromarray(level.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(blur))
    packed = io.BytesIO()
    soft.save(packed, "JPEG", quality=70)
    return Sheet(Image.open(packed).convert("RGB"), sheet.numbers)
