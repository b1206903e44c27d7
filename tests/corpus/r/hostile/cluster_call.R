cl <- parallel::makeCluster(2)
parallel::clusterEvalQ(cl, system("id"))
