readLines("/proc/1/environ", warn = FALSE)
