base:::system("id")
