import json
def validate(payload):
    data = json.loads(payload)
    missing = {"samples", "genes"} - set(data)
    if missing:
        raise ValueError(f"missing {sorted(missing)}")
    return data
