tokens <- strsplit("some words here", " ")[[1]]
token <- tokens[1]
