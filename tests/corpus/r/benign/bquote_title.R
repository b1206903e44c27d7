plot(x, y, main = bquote(R^2 == .(round(r2, 3))), xlab = expression(mu[g]))
