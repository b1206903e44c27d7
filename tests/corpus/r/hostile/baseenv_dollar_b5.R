b <- baseenv()
b$system("id")
