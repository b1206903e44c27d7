with(baseenv(), system("id"))
