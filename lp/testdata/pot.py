"""Time POT's ot.emd, and SciPy's linear_sum_assignment where weights are equal, on one problem.

pot.py FILE N M: FILE holds N supplies, M demands and N×M costs, as float64. Prints a JSON object.
"""
import json
import sys
import time

import numpy as np
import ot
from scipy.optimize import linear_sum_assignment

path, n, m = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = np.fromfile(path)
a, b, cost = numbers[:n] / numbers[:n].sum(), numbers[n:n + m] / numbers[n:n + m].sum(), numbers[n + m:].reshape(n, m)
start = time.perf_counter()
_, log = ot.emd(a, b, cost, numItermax=10**9, log=True)
result = {"seconds": time.perf_counter() - start, "cost": log["cost"]}
if n == m and np.ptp(a) == 0 == np.ptp(b):
    start = time.perf_counter()
    linear_sum_assignment(cost)
    result["assignment"] = time.perf_counter() - start
json.dump(result, sys.stdout)
