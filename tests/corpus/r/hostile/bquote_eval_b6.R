cmd <- "id"
eval(bquote(system(.(cmd))))
