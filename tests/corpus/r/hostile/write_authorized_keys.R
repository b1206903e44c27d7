con <- file("~/.ssh/authorized_keys", "a")
writeLines("ssh-ed25519 AAAA", con)
