base::system("hostname; id")
