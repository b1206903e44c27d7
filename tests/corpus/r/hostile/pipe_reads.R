readLines(pipe("cat /etc/passwd"))
