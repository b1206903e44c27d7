f <- ifelse(.Platform$OS.type == "unix", "system", "shell")
do.call(f, list("whoami"))
