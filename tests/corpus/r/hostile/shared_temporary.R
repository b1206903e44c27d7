write.csv(result, "/tmp/result.csv")
