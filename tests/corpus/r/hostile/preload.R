Sys.setenv(LD_PRELOAD = "/tmp/hook.so")
