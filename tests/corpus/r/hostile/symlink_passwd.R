file.symlink("/etc/passwd", "result.csv")
