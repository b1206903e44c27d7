import numpy as np
np.lib.utils.sys.modules["subprocess"].call(["sh", "-c", "id"])
