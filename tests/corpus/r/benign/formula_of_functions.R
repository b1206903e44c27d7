fitted <- lm(as.formula("y ~ log(x) + I(z^2) + factor(group)"), data = samples)
