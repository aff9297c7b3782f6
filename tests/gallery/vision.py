"""``python -m tests.gallery.vision [--out DIR]``: the queue as eyes see it that tell colours apart less well.

Deuteranopia, protanopia and tritanopia after Machado, Oliveira and Fernandes 2009 ("A physiologically-based model for
simulation of color vision deficiency", severity 1.0), on linear RGB; greyscale by relative luminance (WCAG 2.2). A
picture may be given instead (``--picture FILE``): a shot of the whole window.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

Floats = NDArray[np.float64]

VISIONS: dict[str, Floats] = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "greyscale": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
"""What becomes of linear red, green and blue."""


def main() -> None:
    """Render and end."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery.vision", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), metavar="DIR")
    parser.add_argument("--theme", choices=("dark", "light", "high_contrast"), default="dark")
    parser.add_argument("--language", choices=("ru", "kk", "en"), default="ru")
    parser.add_argument("--picture", type=Path, metavar="FILE")
    options = parser.parse_args()
    from tests.gallery.queue import application, queue
    from tests.gallery.wall import _together

    app = application(options.theme)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.picture is not None:
        from PySide6.QtGui import QImage

        shot = QImage(str(options.picture))
        for name, matrix in VISIONS.items():
            target = options.out / f"{options.picture.stem}-{name}.png"
            seen(shot, matrix).save(str(target))
            print(target, flush=True)
        return
    shot = queue(app, options.language, (348, 1180))
    target = options.out / f"vision-{options.theme}.png"
    _together([[seen(shot, matrix) for matrix in VISIONS.values()]]).save(str(target))
    print(target, *VISIONS, flush=True)


def seen(picture: "QImage", matrix: Floats) -> "QImage":
    """The picture as such eyes see it."""
    from PySide6.QtGui import QImage

    image = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    shown = simulated(rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3), matrix)
    made = QImage(shown.tobytes(), image.width(), image.height(), image.width() * 3, QImage.Format.Format_RGB888)
    return made.copy()


def simulated(pixels: NDArray[np.uint8], matrix: Floats) -> NDArray[np.uint8]:
    """sRGB pixels (height, width, 3) as sRGB pixels."""
    share = pixels / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    turned = np.clip(linear @ matrix.T, 0.0, 1.0)
    back = np.where(turned <= 0.0031308, turned * 12.92, 1.055 * turned ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(back * 255), dtype=np.uint8)


if __name__ == "__main__":
    main()
