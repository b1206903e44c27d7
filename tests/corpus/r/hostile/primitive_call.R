.Internal(system("id", FALSE, 0))
