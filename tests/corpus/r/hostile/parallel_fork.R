parallel::mcparallel(system("id"))
