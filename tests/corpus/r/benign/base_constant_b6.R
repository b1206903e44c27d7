tau <- 2 * baseenv()[["pi"]]
