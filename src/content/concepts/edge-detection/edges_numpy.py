import numpy as np
from scipy import ndimage
from skimage import feature, filters

# #region numpy
sobel = np.outer([1, 2, 1], [-1, 0, 1])  # smoothing down, difference across
print("rank of Sobel:", np.linalg.matrix_rank(sobel))
laplace = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
print("rank of the Laplacian:", np.linalg.matrix_rank(laplace))

y, x = np.mgrid[0:9, 0:9]
plane = 3.0 * x + 4.0 * y  # slope 5 everywhere
gx, gy = ndimage.sobel(plane, axis=1), ndimage.sobel(plane, axis=0)
print("SciPy:", np.hypot(gx, gy)[4, 4], " scikit-image:", filters.sobel(plane)[4, 4].round(3))

# Differences of uint8 wrap around, and half of all differences are negative.
pixels = np.array([10, 200, 10], dtype=np.uint8)
print("uint8:", np.diff(pixels).tolist(), " int:", np.diff(pixels.astype(int)).tolist())
# #endregion

# #region scale
rng = np.random.default_rng(0)
square = np.zeros((64, 64))
square[16:48, 16:48] = 1
noisy = square + 0.2 * rng.normal(size=square.shape)
outline = ndimage.binary_dilation(square) ^ ndimage.binary_erosion(square)
near = ndimage.binary_dilation(outline)
for sigma in (0.5, 1, 2, 4):
    found = feature.canny(noisy, sigma, low_threshold=0.2, high_threshold=0.4)
    print(f"sigma {sigma}: {found.sum()} pixels, {(found & near).sum()} at the outline")
# #endregion
