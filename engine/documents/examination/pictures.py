"""A picture drawn anew: what the eye sees stays, everything else is gone.

The right way up, in the colours of every screen, no larger than a careful scan, and without place,
camera, comment, preview or whatever else the file carried. Runs in the confined child only.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pi_heif
from PIL import (
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from engine.documents.sniff import HEIC, JPEG, PNG, WEBP
from engine.errors import Rejected

# A sheet at 600 dots to the inch. What is larger is drawn smaller.
LONGEST_SIDE: Final = 7016
# A JPEG is decoded at a fraction of its size; the others whole, and turned, which doubles it.
MOST_PIXELS: Final = {JPEG: 250_000_000, PNG: 60_000_000, HEIC: 60_000_000, WEBP: 60_000_000}
QUALITY: Final = 90

_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF", WEBP: "WEBP"}
# Pillow loads these when it first meets such a file; the one for TIFF reads EXIF.
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
_SCREEN = ImageCms.createProfile("sRGB")


def warm_up() -> None:
    """Load everything that a picture may need, because later nothing can be loaded."""
    pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 0
    Image.MAX_IMAGE_PIXELS = None  # ours is checked by kind
    for kind in ("JPEG", "PNG"):
        sample = io.BytesIO()
        Image.new("RGB", (8, 8)).save(sample, kind)
        work(sample.getvalue(), {"type": f"image/{kind.lower()}"})


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the type and the bytes of the new picture."""
    kind = head["type"]
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as opened:
            picture = _upright(opened, kind)
            picture = _in_screen_colours(picture, opened.info.get("icc_profile"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise Rejected("document.damaged", found=kind) from None
    return _saved(picture, kind)


def _upright(opened: Image.Image, kind: str) -> Image.Image:
    width, height = opened.size
    if width * height > MOST_PIXELS[kind]:
        raise Rejected(
            "document.picture_too_large", width=width, height=height, megapixels=MOST_PIXELS[kind] // 10**6
        )
    if kind == JPEG:
        opened.draft("RGB" if opened.mode != "L" else "L", _fitting(width, height))
    opened.load()
    picture = ImageOps.exif_transpose(opened)
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return picture


def _fitting(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, int(width * share)), max(1, int(height * share))


def _in_screen_colours(picture: Image.Image, profile: Any) -> Image.Image:
    """Return the picture in grey or in sRGB, with transparency where it has any."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGB", "CMYK") and isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SCREEN, outputMode="RGB")
            picture = picture if converted is None else converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile only shifts colours a little
    has_alpha = picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info
    wanted = "RGBA" if has_alpha else "L" if picture.mode in ("1", "L") else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


def _saved(picture: Image.Image, kind: str) -> tuple[dict[str, Any], bytes]:
    picture.info.clear()
    target = io.BytesIO()
    if kind == PNG or picture.mode == "RGBA":
        picture.save(target, "PNG")
        return {"type": PNG}, target.getvalue()
    picture.save(target, "JPEG", quality=QUALITY)
    return {"type": JPEG}, target.getvalue()
