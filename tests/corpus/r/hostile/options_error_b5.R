options(error = quote({
  dump.frames()
  save.image("/tmp/dump.RData")
}))
