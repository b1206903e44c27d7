еval = print
