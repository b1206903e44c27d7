environment(sd)$system("id")
