import inspect

secret = inspect.currentframe().f_back.f_globals["api_key"]
print(secret)
