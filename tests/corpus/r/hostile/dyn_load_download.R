download.file("https://example.org/a.so", "a.so")
dyn.load("a.so")
