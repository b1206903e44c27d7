ids <- regmatches(text, gregexpr("ENSG[0-9]+", text))[[1]]
unique(ids)
