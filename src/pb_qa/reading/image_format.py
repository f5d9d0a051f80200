"""Pictures: PNG, JPEG, TIFF with any number of pages, BMP, WebP, GIF."""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING, Any

from pb_qa.errors import DamagedFileError, FileTooLargeError, NoTextError
from pb_qa.reading.pictures import NOTHING_FOUND, PageRecognizer, how_to
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "MPO")
_MOST_PIXELS = 100_000_000
_LONGEST_SIDE = 4_000
_MOST_PAGES = 2_000
_SCAN = "这是图片（扫描件或照片），里面的字要先识别出来。"
_DAMAGED = "图片已损坏，打不开。请重新扫描或重新获取原文件后再添加。"
# Pillow meets malformed files with whatever the operation on them raises.
_MALFORMED = (OSError, ValueError, TypeError, SyntaxError, EOFError, struct.error, IndexError,
              KeyError, OverflowError, ZeroDivisionError, AttributeError, NotImplementedError,
              AssertionError)  # fmt: skip


def parse_image(data: bytes, recognizer: PageRecognizer | None = None) -> RawDocument:
    """Return the text that is recognised on each page of a picture.

    Raises
    ------
    NoTextError
        When nothing is recognised; without a recogniser, with the number of pages.
    DamagedFileError, FileTooLargeError
    """
    from PIL import Image as images

    images.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with images.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _read(image, recognizer)
    except images.DecompressionBombError:
        raise _too_large() from None
    except _MALFORMED as error:
        raise DamagedFileError(_DAMAGED) from error


def _read(image: Image, recognizer: PageRecognizer | None) -> RawDocument:
    # The frames of an animation are no pages.
    pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if pages > _MOST_PAGES:
        raise FileTooLargeError(f"图片超过 {_MOST_PAGES} 页，太大。请拆成几个文件后再添加。")
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large()
    if recognizer is None:
        raise NoTextError(f"{_SCAN}{how_to()}", pages)
    builder = RawBuilder()
    found = False
    for number in range(1, pages + 1):
        image.seek(number - 1)
        page = recognizer.read(_upright(image))
        if page is not None and page.text:
            found = True
            builder.note(page.note)
            builder.add(page.text)
        builder.end_page(number, confidence=page.confidence if page else None)
    if not found:
        raise NoTextError(NOTHING_FOUND)
    return builder.build("image")


def _upright(image: Image) -> Any:
    """The pixels, uint8 (height, width, 3), turned as the camera says, on white."""
    import numpy
    from PIL import Image as images
    from PIL import ImageOps

    if image.width * image.height > _MOST_PIXELS:
        raise _too_large()
    page = ImageOps.exif_transpose(image)
    page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
        page = page.convert("RGBA")
        ground = images.new("RGBA", page.size, "white")
        page = images.alpha_composite(ground, page)
    return numpy.asarray(page.convert("RGB"))


def _too_large() -> FileTooLargeError:
    return FileTooLargeError(
        f"图片超过 {_MOST_PIXELS // 1_000_000} 百万像素，太大。请缩小或裁开后再添加。"
    )
