file.copy("~/.aws/credentials", "out/credentials")
