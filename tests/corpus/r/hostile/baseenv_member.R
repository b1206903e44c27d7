baseenv()$system("id")
