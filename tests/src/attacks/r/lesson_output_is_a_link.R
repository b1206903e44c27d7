file.symlink("/etc/passwd", "/plugin/output.json")
