cluster <- parallel::makeCluster(2)
parallel::clusterCall(cluster, system, "id")
