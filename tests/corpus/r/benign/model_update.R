fit <- lm(mpg ~ wt, mtcars)
update(fit, . ~ . + hp)
step(fit, trace = 0)
