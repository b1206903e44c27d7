import timeit
timeit.timeit("os.system('id')", setup="import os", number=1)
