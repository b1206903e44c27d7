load(url("http://203.0.113.2/data.RData"))
