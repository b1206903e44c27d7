processx::run("bash", c("-c", "id"))
