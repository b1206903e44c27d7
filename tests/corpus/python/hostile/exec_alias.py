run = exec
run(open("x.txt").read())
