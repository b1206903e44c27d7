system("mkfifo /plugin/output.json")
