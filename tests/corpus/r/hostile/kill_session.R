tools::pskill(Sys.getppid(), tools::SIGKILL)
