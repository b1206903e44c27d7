as.environment("package:base")[["system"]]("id")
