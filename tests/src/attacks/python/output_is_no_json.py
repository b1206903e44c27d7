with open("/plugin/output.json", "wb") as file:
    file.write(b"\xff\xfe{")
