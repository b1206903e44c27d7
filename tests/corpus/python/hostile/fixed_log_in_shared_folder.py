with open("/tmp/analysis.log", "a") as log:
    log.write("started\n")
