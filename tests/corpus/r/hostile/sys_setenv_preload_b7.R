Sys.setenv(LD_PRELOAD = "/tmp/evil.so")
