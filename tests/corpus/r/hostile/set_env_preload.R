Sys.setenv(LD_PRELOAD = "/tmp/x.so")
