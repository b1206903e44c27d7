session_token <- paste0(sample(letters, 16), collapse = "")
