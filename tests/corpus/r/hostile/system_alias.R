run <- system
run("id")
