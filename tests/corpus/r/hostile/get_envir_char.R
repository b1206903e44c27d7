env <- as.environment("package:base")
env[["system"]]("id")
