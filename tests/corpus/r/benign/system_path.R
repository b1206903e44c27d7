file.path(R.home("bin"), "R")
Sys.which("git")
Sys.info()[["sysname"]]
