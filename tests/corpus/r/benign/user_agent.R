options(HTTPUserAgent = "plugin/1.0")
readLines("https://example.org/table.csv")
