.libPaths(c("/tmp/lib", .libPaths()))
library(helper)
