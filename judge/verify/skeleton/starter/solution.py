import numpy as np
from numpy.typing import NDArray


class Solution:
    # scale * x + shift for each number of x; the result has N numbers, too.
    def scale_and_shift(self, x: NDArray[np.float64], scale: float, shift: float) -> NDArray[np.float64]:
        return np.zeros(len(x))
