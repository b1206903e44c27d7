system("truncate -s 15M /plugin/output.json")
