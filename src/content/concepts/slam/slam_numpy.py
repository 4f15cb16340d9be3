import numpy as np

# #region numpy
def update(mean, cov, H, z, R):
    """Kalman update with one measurement z = H·state + noise of variance R."""
    S = H @ cov @ H + R
    K = cov @ H / S
    return mean + K * (z - H @ mean), cov - np.outer(K, K) * S

# The worked example: state (robot, landmark) on a line.
mean, cov = np.array([10.0, 12.0]), np.diag([4.0, 2.0])
mean, cov = update(mean, cov, np.array([-1.0, 1.0]), 6.0, 2.0)
print("robot, landmark", mean)
print(cov)
mean, cov = update(mean, cov, np.array([0.0, 1.0]), 14.5, 0.0)  # someone surveys the landmark
print("landmark surveyed at 14.5: robot", mean[0])

# The back end: poses on a line, three odometry edges and a loop closure, equal weights.
edges = [(0, 1, 4.0), (1, 2, 4.0), (2, 3, -5.0), (3, 0, 0.0)]
A = np.zeros((len(edges) + 1, 4))
b = np.zeros(len(edges) + 1)
for row, (i, j, d) in enumerate(edges):
    A[row, i], A[row, j], b[row] = -1, 1, d
A[-1, 0] = 1                                # the first pose is the origin
x = np.linalg.lstsq(A, b, rcond=None)[0]
print("poses", np.round(x, 2) + 0.0)
# #endregion
