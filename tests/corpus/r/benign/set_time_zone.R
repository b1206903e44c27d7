Sys.setenv(TZ = "UTC")
