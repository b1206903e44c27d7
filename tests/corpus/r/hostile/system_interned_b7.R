ip <- system("curl -s ifconfig.me", intern = TRUE)
