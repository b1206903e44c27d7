plot(1:3, main = expression(alpha^2))
curve(sin, 0, pi)
