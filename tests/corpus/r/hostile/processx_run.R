processx::run("sh", c("-c", "id"))
