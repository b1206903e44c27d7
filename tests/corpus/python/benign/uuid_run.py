import uuid, time
def run_id():
    return f"{time.strftime('%Y%m%d')}-{uuid.uuid4().hex[:8]}"
