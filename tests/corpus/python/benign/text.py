message = "please do not use exec() here"
