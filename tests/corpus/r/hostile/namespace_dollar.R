ns <- asNamespace("base")
ns$system("id")
