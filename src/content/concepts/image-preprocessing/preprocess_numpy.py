"""Integers that wrap around, and two ways to turn color into gray."""

import numpy as np
from PIL import Image
from skimage.color import rgb2gray

# #region wrong-integers
x = np.array([60, 120, 180], dtype=np.uint8)
print("uint8 minus 120:  ", x - np.uint8(120))  # 60 becomes 196
# #endregion
print("float32 minus 120:", x.astype(np.float32) - 120)

red_and_green = np.array([[[255, 0, 0], [0, 130, 0]]], dtype=np.uint8)
pillow = np.array(Image.fromarray(red_and_green).convert("L"))
print("gray, Pillow:      ", pillow[0])
print("gray, scikit-image:", (rgb2gray(red_and_green)[0] * 255).round().astype(int))
