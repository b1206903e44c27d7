tools::pskill(1, tools::SIGKILL)
