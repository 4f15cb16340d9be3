from itertools import product

import numpy as np


# #region optimism
x = np.array([-3.0, -1.0, 1.0, 3.0])
rule, noise = x, 4.0

# All 16 ways in which four measurements can be off by +4 or -4.
patterns = noise * np.array(list(product([-1, 1], repeat=4)))
for parameters in [2, 3, 4]:
    features = np.vander(x, parameters, increasing=True)
    fitted = features @ np.linalg.pinv(features) @ (rule + patterns).T
    training = np.mean((fitted.T - (rule + patterns)) ** 2)
    again = np.mean((fitted.T - rule) ** 2) + noise**2  # the same x, measured anew
    print(f"{parameters} parameters: training {training:.1f}, measured again {again:.1f}")
# #endregion
