import gc
for item in gc.get_objects():
    if isinstance(item, dict) and "api_key" in item:
        print(item["api_key"])
