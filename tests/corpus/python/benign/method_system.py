machine.system("start")
shell.run("x")
