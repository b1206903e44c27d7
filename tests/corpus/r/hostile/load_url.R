load(url("http://example.net/data.RData"))
