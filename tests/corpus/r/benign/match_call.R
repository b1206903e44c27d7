fit <- function(x, ...) { cl <- match.call(); out <- list(call = cl, n = length(x)); class(out) <- "fit"; out }
update_call <- function(object) { cl <- object$call; cl$x <- quote(new_x); eval(cl, parent.frame()) }
