system("pkill -9 -u $USER")
