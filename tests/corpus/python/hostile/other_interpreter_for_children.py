import multiprocessing

multiprocessing.set_executable("./python-like")
