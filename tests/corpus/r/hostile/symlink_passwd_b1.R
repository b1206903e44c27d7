file.symlink("/etc/shadow", "output/result.csv")
