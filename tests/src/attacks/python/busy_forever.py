def execute(given):
    while True:
        pass
