# system("rm -rf /") would be bad
x <- 1
