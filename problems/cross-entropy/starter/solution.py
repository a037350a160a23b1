import numpy as np


class Solution:
    # -mean(y log p + (1 - y) log(1 - p)), with p kept between 1e-7 and 1 - 1e-7. np.log is the natural logarithm.
    def binary_cross_entropy(self, y_true, y_pred):
        return 0.0

    # The mean over the rows of -log(p of the right class), with p kept as above.
    def categorical_cross_entropy(self, y_true, y_pred):
        return 0.0
