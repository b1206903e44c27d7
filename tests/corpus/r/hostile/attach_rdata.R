attach("payload.RData")
