parallel::mccollect(parallel::mcparallel(system("id")))
