readr::read_lines(pipe("id"))
