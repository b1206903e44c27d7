unlockBinding("print", as.environment("package:base"))
