tools::pskill(1)
