import functools, time
def timed(function):
    @functools.wraps(function)
    def wrapper(*arguments, **named):
        start = time.perf_counter()
        result = function(*arguments, **named)
        return result, time.perf_counter() - start
    return wrapper
