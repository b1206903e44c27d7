f <- rlang::new_function(alist(x = ), quote(system(x)))
f("id")
