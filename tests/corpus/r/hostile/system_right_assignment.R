system -> run
run("id")
