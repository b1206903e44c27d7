library(helpers, lib.loc = "/tmp/packages")
